#include "app/house/unjudged.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* The number of a text among those that came before. */
static size_t
text_number(struct unjudged_texts *texts, const char *text)
{
	size_t at = textmap_get(&texts->index, text);

	if (at != IDMAP_NONE)
		return at;
	MEM_GROW(texts->items, texts->count, texts->cap);
	texts->items[texts->count] = mem_strdup(text);
	(void)textmap_add(&texts->index, texts->items[texts->count], texts->count);
	return texts->count++;
}

static void
texts_release(struct unjudged_texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		free(texts->items[i]);
	free(texts->items);
	textmap_release(&texts->index);
}

static size_t
author_number(struct unjudged_counts *counts, const struct unjudged_row *row)
{
	size_t at;

	if (!row->has_author)
		return 0;
	at = idmap_get(&counts->authors, &row->author);
	if (at == IDMAP_NONE) {
		at = ++counts->author_count;
		idmap_put(&counts->authors, &row->author, at);
	}
	return at;
}

void
unjudged_add(struct unjudged_counts *counts, const struct unjudged_row *row, uint64_t hidden)
{
	const uint64_t rules = text_number(&counts->rules, row->rules), division = text_number(&counts->divisions, row->division_now),
		       author = (uint64_t)author_number(counts, row) << 1 | row->undecided, parts[] = { rules, division, author, hidden };
	struct id name;
	size_t at;

	_Static_assert(sizeof(parts) == sizeof(name), "what is the same is the same name");
	memcpy(&name, parts, sizeof(name));
	at = idmap_get(&counts->index, &name);
	if (at == IDMAP_NONE) {
		MEM_GROW(counts->items, counts->count, counts->cap);
		at = counts->count++;
		counts->items[at] = (struct unjudged_count){ .rules = counts->rules.items[rules],
							     .division = counts->divisions.items[division],
							     .author = row->has_author ? row->author : (struct id){ { 0 } },
							     .has_author = row->has_author,
							     .undecided = row->undecided,
							     .hidden = hidden };
		idmap_put(&counts->index, &name, at);
	}
	counts->items[at].houses++;
}

static int
unjudged_order(const void *a, const void *b)
{
	const struct unjudged_count *left = a, *right = b;
	int order = strcmp(left->division, right->division);

	order = order ? order : strcmp(left->rules, right->rules);
	order = order ? order : left->has_author - right->has_author;
	order = order ? order : id_cmp(&left->author, &right->author);
	order = order ? order : left->undecided - right->undecided;
	return order ? order : (left->hidden > right->hidden) - (left->hidden < right->hidden);
}

void
unjudged_sort(struct unjudged_counts *counts)
{
	if (counts->count)
		qsort(counts->items, counts->count, sizeof(*counts->items), unjudged_order);
}

void
unjudged_release(struct unjudged_counts *counts)
{
	texts_release(&counts->rules);
	texts_release(&counts->divisions);
	idmap_release(&counts->authors);
	idmap_release(&counts->index);
	free(counts->items);
	*counts = (struct unjudged_counts){ 0 };
}
