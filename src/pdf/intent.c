/* intent.c: the output intent: what the file's device colours mean.
 *
 * For the web target it is sRGB, a profile that LittleCMS makes from the definition (IEC
 * 61966-2-1). LittleCMS stamps the profile with the hour and leaves its ID empty; the stamp is
 * replaced by a fixed date, so that two runs give the same bytes.
 */
#include <stdlib.h>
#include <string.h>

#include <lcms2.h>

#include "writer.h"

enum { DATE_AT = 24, HEADER = 128 };

/* Year, month, day, hour, minute, second: two bytes each, big-endian (ICC.1, 7.2.8). */
static const unsigned char fixed_date[12] = {0x07, 0xD0, 0, 1, 0, 1};

/* The same for all reports of a batch. */
static struct {
	unsigned char *bytes; /* NULL: not made yet */
	cmsUInt32Number length;
} srgb;

static bool
make_srgb(void)
{
	cmsHPROFILE profile = srgb.bytes == NULL ? cmsCreate_sRGBProfile() : NULL;
	unsigned char *bytes = NULL;

	if (profile != NULL && cmsSaveProfileToMem(profile, NULL, &srgb.length) &&
	    srgb.length > HEADER) {
		bytes = mem_alloc(srgb.length);
		if (cmsSaveProfileToMem(profile, bytes, &srgb.length)) {
			memcpy(bytes + DATE_AT, fixed_date, sizeof fixed_date);
			srgb.bytes = bytes;
		} else {
			free(bytes);
		}
	}
	if (profile != NULL)
		cmsCloseProfile(profile);
	return srgb.bytes != NULL;
}

int
intent_write(struct writer *w)
{
	int intent = save_objects(w, 2), profile = intent + 1;
	struct buf *b;

	if (make_srgb())
		save_stream(w, profile, "/N 3", srgb.bytes, srgb.length, PACK_FAST);
	else
		writer_fail(w, "the sRGB profile cannot be made");
	b = save_text(w, intent);
	buf_printf(b,
	    "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
	    "/Info(sRGB IEC61966-2.1)/DestOutputProfile %d 0 R>>",
	    profile);
	save_text_end(w);
	return intent;
}
