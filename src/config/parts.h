/* parts.h: what the files of config/ share and nobody else needs. */
#ifndef BILAN_CONFIG_PARTS_H
#define BILAN_CONFIG_PARTS_H

#include "bilan/config.h"

/* ---- encoding.c: UTF-8 without control characters or odd line ends, else a diagnostic */
bool encoding_check(struct diag *d, const char *name, const char *bytes, size_t length);

/* ---- yaml_says.c: the parser's complaints in words for people who are not programmers */
struct yaml_saying {
	const char *problem;     /* the parser's words, or their beginning */
	const char *says, *help; /* help may be NULL */
	bool opening;            /* point at what was opened, not at where it went wrong */
};
const struct yaml_saying *yaml_saying_find(const char *context, const char *problem);
/* Slips that are told by what is written. The # of a comment that hides a closing } or ]; whether
 * the quotation mark before `at` closed its text inside a word; the colon of `name:value`. */
const char *yaml_hidden_end(const char *from, const char *to);
bool yaml_closed_early(const char *line, const char *at, const char *end);
const char *yaml_close_colon(const char *name, const char *end);

/* ---- field.c, field_read.c, field_number.c */
struct fill {
	struct arena *a;
	struct diag *d;
	const struct theme *theme;
	const char *owner;      /* name of the record being read */
	const struct node *map; /* what is written of it */
	bool over;              /* read only what is written: no defaults, nothing is required */
	bool preset;            /* the value being read is a default */
	bool commented;         /* nothing is written for the record but a comment */
	bool ok;
};
void fill_record(struct fill *f, const struct record *record, const struct node *node, void *into,
    void *common_into);
/* One setting's value; a mistake clears f->ok. */
void field_read(struct fill *f, const struct field *field, const struct node *node, void *to);
const char *field_type_words(enum field_type type); /* "text", "a length", … */
bool field_takes_list(enum field_type type);
/* An error that clears f->ok. */
void field_complain(struct fill *f, struct place at, const char *code, const char *format, ...)
    PRINTF_LIKE(4, 5);
typedef void field_reader(
    struct fill *f, const struct field *field, const struct node *n, void *to);
field_reader field_read_integer, field_read_decimal, field_read_length, field_read_area;
/* "33.5" to 67; false when it is no number of halves or far out of any page. */
bool field_read_halves(const char *text, int *halves);

/* ---- node.c */
bool node_check_keys(struct arena *a, struct diag *d, const struct node *map); /* yaml-duplicate */
const char *node_kind_words(const struct node *n);          /* "a list", "nothing", … */
bool node_is_empty(const struct node *n);                   /* `key:` and nothing after it */
bool node_mentions(const struct node *n, const char *word); /* as a key or a value, at any depth */
/* "did you mean …?" or the list of all that there are. */
void config_help_names(
    struct diag *d, const char *word, const char *const *names, size_t n, const char *otherwise);

/* ---- like.c: entries of a mapping that build on one another */
struct entry {
	const char *name;
	struct place at;            /* of its name */
	const struct node **layers; /* what is written about it, later over earlier */
	size_t layer_count, layer_cap;
	int parent; /* index, -1: none */
	bool ready;
	bool broken; /* a mistake of it was told: what it lacks follows from that */
};
struct entries {
	struct entry *items;
	size_t count, cap;
};

void entries_add(struct arena *a, struct entries *e, const struct node *map);
/* bad-name: styles, colours and masters are named in settings and in the state of a report, by one
 * word. */
void entries_check_names(struct diag *d, const struct entries *e, const char *noun);
/* Finds the parents and gives the indices so that each comes after its parent. A cycle or an
 * unknown name is a diagnostic (`cycle`, `unknown`: their codes), and the parent is then none. */
const int *entries_order(struct arena *a, struct diag *d, struct entries *e, const char *noun,
    const char *cycle, const char *unknown);

/* ---- json.c */
struct json {
	struct buf *out;
	int depth;
	bool first;
}; /* starts with first = true */
void json_begin(struct json *j, char bracket);
void json_end(struct json *j, char bracket);
void json_item(struct json *j);                  /* before each entry of a list */
void json_key(struct json *j, const char *name); /* before each value of an object */
void json_string(struct json *j, const char *text);
void json_text(struct json *j, const char *name, const char *value);
void json_raw(struct json *j, const char *name, const char *value); /* value is JSON */

extern const struct record theme_record, masters_record;
#define DEPTH_LIMIT 16 /* files that build on or include one another */

#endif
