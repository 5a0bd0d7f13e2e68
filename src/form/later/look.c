#include "form/later/look.h"

#include <string.h>

const char *
look_words(const struct look_packs *look, const struct label *label)
{
	return label_text(label, look->lang);
}

bool
look_texts_differ(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") != 0;
}

bool
look_labels_differ(const struct label *a, const struct label *b)
{
	return look_texts_differ(a->zh, b->zh) || look_texts_differ(a->en, b->en);
}

bool
look_words_differ(const struct label *was, const struct label *is, const char *lang, const char **before, const char **after)
{
	const char *both[] = { lang, "zh", "en" };

	for (size_t i = 0; i < ARRAY_LEN(both); i++) {
		*before = label_text(was, both[i]);
		*after = label_text(is, both[i]);
		if (look_texts_differ(*before, *after))
			return true;
	}
	return false;
}

bool
look_names_differ(const struct names *a, const struct names *b)
{
	bool differ = a->count != b->count;

	for (size_t i = 0; i < a->count && !differ; i++)
		differ = !names_has(b, a->items[i]);
	return differ;
}

const struct fact *
look_fact(const struct pack *pack, const char *name)
{
	for (size_t i = 0; i < pack->fact_count; i++)
		if (strcmp(pack->facts[i].name, name) == 0)
			return &pack->facts[i];
	return NULL;
}
