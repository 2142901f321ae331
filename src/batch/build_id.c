/* build_id.c: which program this is. The linker leaves an ID in a note of the ELF file, a hash of
 * all that was linked: to read it costs nothing, where hashing a program of 40 MB costs as much as
 * two reports.
 */
#define _GNU_SOURCE /* dl_iterate_phdr */
#include <elf.h>
#include <link.h>
#include <string.h>

#include "bilan/batch.h"

static const char *
after(const char *note, size_t bytes)
{
	return note + (bytes + 3) / 4 * 4;
}

/* The ID among the notes of a segment. */
static bool
find_in(const char *note, const char *end, uint64_t *hash)
{
	while ((size_t)(end - note) > sizeof(ElfW(Nhdr))) {
		const ElfW(Nhdr) *head = (const void *)note;
		const char *name = note + sizeof *head, *id = after(name, head->n_namesz);

		if (head->n_type == NT_GNU_BUILD_ID && head->n_namesz == sizeof ELF_NOTE_GNU &&
		    memcmp(name, ELF_NOTE_GNU, sizeof ELF_NOTE_GNU) == 0) {
			*hash = hash_long(id, head->n_descsz, 0);
			return true;
		}
		note = after(id, head->n_descsz);
	}
	return false;
}

static int
look(struct dl_phdr_info *program, size_t size, void *hash)
{
	(void)size;
	for (size_t i = 0; i < program->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &program->dlpi_phdr[i];
		const char *start = (const char *)(program->dlpi_addr + segment->p_vaddr);

		if (segment->p_type == PT_NOTE && find_in(start, start + segment->p_memsz, hash))
			break;
	}
	return 1; /* the program itself comes first: its libraries are asked elsewhere */
}

uint64_t
program_build_id(void)
{
	uint64_t hash = 0;

	dl_iterate_phdr(look, &hash);
	return hash;
}
