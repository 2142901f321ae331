/* config.h: YAML to typed settings.
 *
 * Three steps. yaml_read makes located nodes of a file, refusing what a layout never needs:
 * anchors, aliases, tags, several documents, duplicate keys, depth over 40, files over 4 MB. A
 * `record` (a table of fields) then says what a mapping may hold; config_fill reads a node into a
 * C struct by it, with defaults, "did you mean", and all mistakes collected. The same tables make
 * the JSON Schema (`bilan schema`) and layout/REFERENCE.md. No block ever reads YAML.
 *
 * Every scalar is text until its field types it, so `no`, `1:30` and `1_000` never surprise.
 */
#ifndef BILAN_CONFIG_H
#define BILAN_CONFIG_H

#include "bilan/file.h"

/* ---- nodes ------------------------------------------------------------ config/yaml.c */

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
	enum node_kind kind;
	bool plain;               /* a scalar without quotes and not a block scalar */
	bool bare;                /* a name that no colon follows: {this: text, is bare} */
	bool commented;           /* nothing but a comment: `colour: #1B3A6B` */
	struct place at;          /* of its first character */
	const char *text;         /* NODE_SCALAR */
	size_t count;             /* NODE_LIST, NODE_MAP */
	const struct node **keys; /* NODE_MAP: scalars */
	const struct node **items;
};

/* Codes: yaml-syntax, yaml-refused (anchor, alias, tag, second document), yaml-duplicate,
 * yaml-depth, yaml-encoding, yaml-empty, and project_read's. NULL after one. */
const struct node *yaml_read(struct arena *a, struct diag *d, struct project *p, struct place asked,
    const char *from, const char *path);
const struct node *yaml_parse(
    struct arena *a, struct diag *d, const char *name, const char *bytes, size_t length);
const struct node *node_find(const struct node *map, const char *key); /* NULL: not there */
struct place node_key_place(const struct node *map, const char *key);  /* else map's own */

/* ---- settings that remember where they were written --------------------------------- */

struct setting {          /* text with {values}, SQL, a path: expanded by bind */
	const char *text; /* NULL: not given and no default */
	struct place at;
};

/* A length of the grid in half units: columns and rows may be given in halves ("33.5"). */
struct area {
	bool given, page;  /* page: `area: page`, the whole page with its bleed */
	int column, row;   /* halves, from 1: column 1 is 2, row 33.5 is 67 */
	int columns, rows; /* halves */
	struct place at;
};

struct names {
	const char **items;
	struct place *places;
	size_t count;
};
struct records {
	void *items;
	size_t count;
}; /* FIELD_RECORDS: an array of structs */
struct nodes {
	const struct node *node;
}; /* FIELD_BLOCKS, FIELD_MAP: read by its owner */

/* Names, for all that has one: what messages and the reference say of them stands here. */
#define CONFIG_NAME_RULE                                                                           \
	"a name is made of letters without accents, digits, - and _, and begins with a letter"
#define CONFIG_TABLE_RULE "the name of a table is such a name without -"
#define CONFIG_COLUMN_RULE                                                                         \
	"a column may be called as in its CSV, with accents and spaces, but without . @ : { } [ "  \
	"] ` "                                                                                     \
	"and quotation marks"
bool config_is_name(const char *text);    /* [A-Za-z_][A-Za-z0-9_-]* */
bool config_is_column(const char *text);  /* one line of up to 200 bytes */
bool config_is_integer(const char *text); /* of at most nine digits */

/* ---- field tables ------------------------------------------------------ config/field.c */

enum field_type {      /* C type at `offset` */
	FIELD_TEXT,    /* struct setting: words for the reader, {values} allowed */
	FIELD_VALUE,   /* struct setting: one "{value:format}" or a plain number */
	FIELD_SQL,     /* struct setting */
	FIELD_PATH,    /* struct setting: {parameters} allowed */
	FIELD_NAME,    /* const char *: config_is_name */
	FIELD_COLUMN,  /* const char *: of a table or query, config_is_column */
	FIELD_NAMES,   /* struct names: one name or a list of them */
	FIELD_STRING,  /* const char *: as written */
	FIELD_WORD,    /* int: index in words (more: const char *const *, NULL at end) */
	FIELD_WORDS,   /* unsigned: bits; one word or a list */
	FIELD_INTEGER, /* int, with limits when more is a struct limits */
	FIELD_DECIMAL, /* struct decimal */
	FIELD_BOOL,    /* bool: true/false, yes/no */
	FIELD_LENGTH,  /* dimen: "18mm"; "0" needs no unit */
	FIELD_AREA,    /* struct area: [column, row, columns, rows] or page */
	/* A name of the theme; more: a word (a setting, a choice) without which in the block
	 * nothing is made of it, so that a theme need not have the preset. */
	FIELD_COLOUR,  /* colour */
	FIELD_STYLE,   /* const struct style * */
	FIELD_FORMAT,  /* const struct format * */
	FIELD_RECORD,  /* struct by value (more: const struct record *) */
	FIELD_RECORDS, /* struct records: a list (more: const struct record *) */
	FIELD_BLOCKS,  /* struct nodes: a list of blocks, or of `more` (const struct
			* record *), for its owner to read */
	/* struct nodes: a mapping with names of the user's choice, each with a record of `more`,
	 * if given */
	FIELD_MAP,
};

struct limits {
	int least, most;
};

struct field {
	const char *name; /* NULL ends a table */
	enum field_type type;
	size_t offset;
	/* as it would be written ("{}": a record of its defaults, "[a, b]" a list); NULL: none;
	 * FIELD_REQUIRED: an error */
	const char *preset;
	const char *help; /* one line for the reference */
	const void *more;
};
extern const char FIELD_REQUIRED[];

struct record {
	const char *name; /* "key-figure": for messages, schema, reference */
	const char *help;
	size_t size;
	const struct field *fields;
	/* the field a bare scalar is for (`- heading: Les délais`) or NULL */
	const char *scalar;
	/* more fields after `fields`, read into `common_into`; or NULL */
	const struct field *common;
};

struct theme;
/* Reads `node` into `into` (zeroed, record->size) and its common fields into `common_into` (may be
 * NULL). theme may be NULL when the record has no colour, style or format. False if any mistake was
 * found; what could be read is there. Codes: unknown-setting, missing-setting, wrong-type,
 * bad-number, bad-length, bad-area, unknown-word, unknown-colour, unknown-style, unknown-format. */
bool config_fill(struct arena *a, struct diag *d, const struct theme *theme,
    const struct record *record, const struct node *node, void *into, void *common_into);

/* ---- theme ------------------------------------------------------------- config/theme.c */

typedef int colour; /* index in the theme; 0: none */

struct colour_def {
	const char *name;
	struct place
	    at; /* of its spot, if it has one; no file: black and white, which no theme names */
	uint8_t srgb[3];
	bool has_cmyk;
	struct decimal cmyk[4]; /* percent */
	const char *spot;       /* name of the ink, or NULL */
	int tint;               /* percent of the spot ink; cmyk is that of the full one */
	bool overprint;         /* prints over what lies below, instead of knocking it out */
};

enum wrap { WRAP_PLAIN, WRAP_PRETTY, WRAP_BALANCE }; /* pretty: no last line of one word */
enum align { ALIGN_START, ALIGN_END, ALIGN_CENTRE, ALIGN_JUSTIFY };

struct style {
	const char *name;
	struct place at;
	const char *family; /* "Inter Display" */
	int weight;         /* 100..900 */
	bool italic;
	dimen size, leading;
	struct decimal tracking; /* em */
	colour colour;
	enum align align;
	enum wrap wrap;
	bool hyphenate;
	bool ink;              /* hung by the ink of its first glyph */
	struct names features; /* OpenType tags besides kern and liga: tnum, lnum, … */
	int face;              /* filled by text_open: index of the face */
};

struct format {
	const char *name;
	const char *skeleton;
	struct place at;
	int index;
};

struct theme {
	struct place at;
	struct colour_def *colours;
	size_t colour_count; /* [0] is "none" */
	struct style *styles;
	size_t style_count;
	struct format *formats;
	size_t format_count;
};

struct theme *theme_read(
    struct arena *a, struct diag *d, struct project *p, struct setting path, const char *from);
colour theme_colour(const struct theme *t, const char *name);             /* 0: none of that name */
const struct style *theme_style(const struct theme *t, const char *name); /* NULL: none */
const struct format *theme_format(const struct theme *t, const char *name);

/* ---- page masters ------------------------------------------------------ config/master.c */

struct foot {
	struct setting left, centre, right;
	const struct style *style, *folio_style;
};

struct master {
	const char *name;
	struct place at;
	dimen width, height, bleed;
	dimen top, bottom, inner, outer; /* margins; inner is left on every page unless
					  * `facing` */
	bool facing;
	int columns;
	dimen gutter;
	dimen row;    /* baseline distance: the height of a row */
	dimen first;  /* from a row's top to its baseline */
	int frames;   /* columns of running text on a flow page */
	bool balance; /* they end at one height on a flow's last page */
	colour background;
	bool has_foot;
	struct foot foot;
	int foot_row; /* halves; rows below the grid count on */
};

struct masters {
	struct master *items;
	size_t count;
};
struct masters *masters_read(struct arena *a, struct diag *d, struct project *p,
    const struct theme *theme, struct setting path, const char *from);
const struct master *master_find(const struct masters *m, const char *name);
int master_rows(const struct master *m); /* whole rows of the grid */
/* The rectangle of an area on the page; `right` for a recto when the master is facing. */
struct rect master_rect(const struct master *m, const struct area *area, bool recto);
dimen master_row_top(const struct master *m, int half_row);
dimen master_baseline(const struct master *m, int half_row);

/* ---- the report -------------------------------------------------------- config/report.c */

enum parameter_type { PARAMETER_INTEGER, PARAMETER_TEXT };
struct parameter {
	const char *name, *help, *value; /* value: as given or the default */
	enum parameter_type type;
	struct place at;
};

struct page_setup { /* one entry of `pages:` */
	struct place at;
	const char *id;
	const struct master *master;
	bool flows;           /* `flow: master` instead of `page: master` */
	struct setting title; /* bookmark and contents; text NULL: none */
	int level;            /* of that bookmark, 1 unless said */
	struct names needs;   /* see block.h */
	struct nodes blocks;
};

struct report {
	const char *file; /* as shown in messages */
	struct place at;
	struct setting title, author, subject;
	const char *language; /* BCP 47: "fr-FR" */
	struct parameter *parameters;
	size_t parameter_count;
	struct theme *theme;
	struct masters *masters;
	struct setting tables, printer, fonts;
	struct page_setup *pages;
	size_t page_count;
	bool specimen;
	bool varies; /* a parameter decides which theme, masters or pages are read */
};

struct given {
	const char *name, *value;
}; /* -p NAME=VALUE */

/* NULL when the report cannot be used at all; otherwise look at diag_failed. Codes besides
 * config_fill's: unknown-parameter, bad-parameter, unknown-master, language-unknown,
 * language-words (a warning), report-version. */
/* Are these the report's parameters? False after unknown-parameter, at the name's place. True also
 * when its file cannot be read: who reads it to make the report tells. */
bool report_knows(struct arena *a, struct diag *d, const char *path, const char *root,
    const struct setting *names, size_t count);
struct report *report_read(struct arena *a, struct diag *d, struct project *p, const char *path,
    const struct given *given, size_t given_count);

/* ---- what the tables say about themselves ------------------- config/schema.c, reference.c
 * `blocks` are the records of all block types, in order. */

struct record_list {
	const struct record *const *items;
	const char *const *examples; /* YAML, entries of `blocks:`; or NULL */
	size_t count;
	/* Of other files than the report, its masters and theme, first the file's own. */
	const struct record *const *files;
	size_t file_count;
};
extern const struct record report_record, page_record, master_record, style_record, colour_record,
    format_record, parameter_record;
void schema_write(struct buf *out, struct record_list blocks);    /* JSON Schema 2020-12 */
void reference_write(struct buf *out, struct record_list blocks); /* Markdown */

#endif
