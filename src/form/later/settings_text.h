#ifndef FORM_SETTINGS_TEXT_H
#define FORM_SETTINGS_TEXT_H

#include "form/pack.h"
#include "form/yaml/yaml.h"

/* A pack's files, and values in them as texts: as they are compared, and as they are told. Internal to later/. */

/* What a name of the pack is called; NULL: there is nothing of that name. */
const char *settings_words_of(const struct pack *pack, const char *name, const char *lang);
/* What a level of divisions is called, named as in divisions.csv; the text itself where it names none. */
const char *settings_level(const char *name);
const char *settings_level_shown(const struct node *node); /* NULL: it names none */
bool settings_is_label(const struct node *node);	   /* {zh, en} */
bool settings_is_names(const struct node *node);	   /* a list of scalars */
/* As it is written; a flag that is not there is false. NULL: nothing. Caller frees. */
char *settings_written(const struct node *node);
/* As it is told, names by their words; NULL: nothing. Caller frees. */
char *settings_shown(const struct pack *pack, const struct node *node, const char *lang);
/* Of a list of names, or NULL, those that the other one does not have; NULL: none. Caller frees. */
char *settings_shown_beside(const struct pack *pack, const struct node *names, const struct node *other, const char *lang);
bool settings_is_flat(const struct node *node);	 /* a map of scalars and lists of names */
bool settings_is_query(const struct node *node); /* does it hold a query, which nobody reads? It is told as "a query" */
/* Of a flat map what the other one does not have, key by key; NULL: nothing. Caller frees. */
char *settings_map_beside(const struct pack *pack, const struct node *map, const struct node *other, const char *lang);
/* A file of the pack; without a root: it has no such file, or none that can be read. Caller releases. */
struct tree settings_tree(const struct pack *pack, const char *file);
bool settings_same_file(const struct pack *before, const struct pack *now, const char *file);

#endif
