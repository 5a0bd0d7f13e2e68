#ifndef FORM_READ_H
#define FORM_READ_H

#include "base/buf.h"
#include "form/pack.h"
#include "form/yaml/yaml.h"

/* Reading a map of YAML into a struct by a table of its keys, collecting every problem instead of stopping at the first.
 * Internal to the floor. */

struct reader {
	struct pack *pack;
	const char *file;     /* of the node being read; owned by the pack */
	struct buf *problems; /* a line each; may be NULL */
	struct err *err;      /* gets the first */
	size_t count;
};

void problem(struct reader *reader, const char *file, int line, const char *key, const char *fmt, ...) PRINTF_FMT(5, 6);

enum key_kind {
	KEY_TEXT,    /* char * */
	KEY_NAME,    /* char *: [a-z][a-z0-9_]* */
	KEY_INTEGER, /* int */
	KEY_INTEGER64,
	KEY_FLAG,   /* bool */
	KEY_LABEL,  /* struct label */
	KEY_EXPR,   /* struct expr */
	KEY_NAMES,  /* struct names */
	KEY_SOURCE, /* const char *: names of sources, which the pack keeps */
	KEY_CITED,  /* the same, kept by the pack alone */
	KEY_OTHER,  /* read by the caller with node_get */
};

struct key {
	const char *name;
	enum key_kind kind;
	size_t offset;
	bool required;
};

/* False when the node is no map; problems inside are collected. */
bool read_map(struct reader *reader, const struct node *node, const struct key *keys, size_t key_count, void *base);
bool read_label(struct reader *reader, const struct node *node, const char *key, struct label *out);
bool is_list(struct reader *reader, const struct node *node, const char *key); /* complains when it is not */
/* One of a few words under a key: its index, `otherwise` without the key, or with a problem when it is none of them. */
int read_word(struct reader *reader, const struct node *map, const char *key, const char *const *words, size_t count, int otherwise);
/* Room for each item of the list under a key; NULL and 0 when there is none. */
void *read_items(struct reader *reader, const struct node *map, const char *key, size_t size, size_t *count);
bool is_name(const char *text, const char *extra, size_t max); /* [a-z][a-z0-9_EXTRA]* */

/* The map `columns` of a list or table: a type for each name. */
void read_columns(struct reader *reader, const struct node *item, struct column **columns, size_t *count);
/* The name kept by the pack, for places to point to. */
const char *keep_name(struct pack *pack, const char *name);

#define DIVISIONS_FILE "divisions.csv"
bool is_table_file(const char *name); /* may a table of the pack lie in a file of this name? */

/* The parts of a pack. */
void read_pack_file(struct reader *reader, const struct node *root);
void read_tables(struct reader *reader, const struct node *root);
void read_table_files(struct reader *reader); /* once pack.yaml is read */
void read_lists(struct reader *reader, const struct node *root);
void read_form(struct reader *reader, const struct node *root, struct form *out);
void copy_fields(struct reader *reader); /* of forms with `copy_of`, once all is read */
void read_rules(struct reader *reader, const struct node *root);
void make_limits(struct pack *pack); /* once its forms stand */
void read_reports(struct reader *reader, const struct node *root);
void read_report_columns(struct reader *reader, const struct node *item, struct report *out); /* its list `columns` */
#define PAPERS_FILE "papers.yaml"
void read_papers(struct reader *reader, const struct node *root);
void read_divisions(struct reader *reader, const char *text);

/* Checks names that refer to each other; after everything is read. */
void link_pack(struct reader *reader);
void link_about(struct reader *reader, const struct form *form);
void link_divisions(struct reader *reader); /* what divisions became */
void link_offices(struct reader *reader);
void link_from(struct reader *reader); /* once reports are linked */
void link_order(struct reader *reader, struct form *form);
void link_manifest(struct reader *reader);
void read_covers(struct reader *reader, const struct node *root);
void link_hamlets(struct reader *reader);
void link_quality(struct reader *reader);
void link_reports(struct reader *reader);
void link_papers(struct reader *reader);
void read_sources(struct reader *reader, const struct node *root);
void read_draw(struct reader *reader, const struct node *root);
void link_draw(struct reader *reader);
void read_tally(struct reader *reader, const struct node *root);
void link_tally(struct reader *reader);
void link_blind(struct reader *reader, struct form *form); /* forms among what it is blind to become their fields */
void link_fact(struct reader *reader, struct fact *fact);
void link_case(struct reader *reader, struct pack_case *link); /* its own names are known to be there or not */

#endif
