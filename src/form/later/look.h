#ifndef FORM_LOOK_H
#define FORM_LOOK_H

#include "form/pack.h"

/* Two packs held against each other: what the files of this folder ask of texts and names. Internal to later/. */

struct look_packs {
	const struct pack *before, *now;
	const char *lang;
};

const char *look_words(const struct look_packs *look, const struct label *label);
bool look_texts_differ(const char *a, const char *b); /* NULL is empty */
bool look_labels_differ(const struct label *a, const struct label *b);
/* Sets the words of both in the language, or in the one in which they differ; false: they say the same. */
bool look_words_differ(const struct label *was, const struct label *is, const char *lang, const char **before, const char **after);
bool look_names_differ(const struct names *a, const struct names *b); /* in whatever order */
const struct fact *look_fact(const struct pack *pack, const char *name);

#endif
