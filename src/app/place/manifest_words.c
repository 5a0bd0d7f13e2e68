#include "app/place/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"

/* A manifest in words. */

const char *
manifest_standing_word(enum manifest_standing standing)
{
	static const char *const words[MANIFEST_STANDING_COUNT] = {
		[MANIFEST_NONE] = "none", [MANIFEST_STANDS] = "stands", [MANIFEST_OUTDATED] = "outdated", [MANIFEST_TWO] = "two"
	};

	return words[standing];
}

/* Begins a further part of a list. */
static struct buf *
next_part(struct buf *out)
{
	if (out->len)
		buf_text_add(out, _(", "));
	return out;
}

char *
manifest_since_text(const struct manifest_signed *head)
{
	struct buf out = { 0 };

	if (head->more > 0)
		buf_printf(next_part(&out), n_("%lld more house since", "%lld more houses since", head->more), (long long)head->more);
	if (head->more < 0)
		buf_printf(next_part(&out), n_("%lld house fewer since", "%lld houses fewer since", -head->more), (long long)-head->more);
	if (head->reached)
		buf_printf(next_part(&out), _("%zu missing then and not now"), head->reached);
	if (head->open)
		buf_printf(next_part(&out), _("%zu missing now and not named"), head->open);
	return buf_detach(&out);
}

char *
manifest_signed_text(const struct manifest_signed *head)
{
	/* Translators: who, the day and minute, how many houses, how many of them not accounted for. */
	return mem_printf(n_("signed by %s on %s: %lld house, %zu missing", "signed by %s on %s: %lld houses, %zu missing", head->houses),
			  head->by, head->at, (long long)head->houses, head->missing);
}

/* How many houses are in each state, in the order in which the states come. */
struct state_counts {
	struct state_count {
		const char *state;
		size_t count;
	} * items;
	size_t count, cap;
};

static void
count_state(struct state_counts *counts, const char *state)
{
	for (size_t i = 0; i < counts->count; i++)
		if (strcmp(counts->items[i].state, state) == 0) {
			counts->items[i].count++;
			return;
		}
	MEM_GROW(counts->items, counts->count, counts->cap);
	counts->items[counts->count++] = (struct state_count){ state, 1 };
}

static int
state_cmp(const void *a, const void *b)
{
	const struct state_count *left = a, *right = b;

	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	return strcmp(left->state, right->state);
}

char *
manifest_sum_text(const struct manifest_village *village, const char *by)
{
	struct state_counts counts = { 0 };
	struct buf out = { 0 };
	size_t houses = 0, missing = 0;

	for (size_t i = 0; i < village->houses; i++) {
		const struct manifest_house *house = &village->items[i];

		if (by && strcmp(house->by, by) != 0)
			continue;
		houses++;
		missing += house->missing;
		if (!house->missing)
			count_state(&counts, *house->state ? house->state : _("accounted for"));
	}
	if (counts.count)
		qsort(counts.items, counts.count, sizeof(*counts.items), state_cmp);
	buf_printf(&out, n_("%zu house", "%zu houses", houses), houses);
	for (size_t i = 0; i < counts.count; i++)
		buf_printf(&out, "%s%s %zu", i ? _(", ") : _(": "), counts.items[i].state, counts.items[i].count);
	if (missing)
		buf_printf(&out, _("; missing %zu"), missing);
	free(counts.items);
	return buf_detach(&out);
}

char *
manifest_reasons_text(const struct pack *pack, const char *lang)
{
	const struct list *list = pack->manifest.missing;
	struct buf out = { 0 };

	for (size_t i = 0; list && i < list->choice_count; i++)
		buf_printf(&out, "%s%s %s", i ? _(", ") : "", list->choices[i].name, label_text(&list->choices[i].label, lang));
	return buf_detach(&out);
}
