#include "form/later/reworded.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

/* ---- labels */

static bool
differ(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") != 0;
}

/* Sets the words of both in the language, or in the one in which they differ; false: they say the same. */
static bool
words_differ(const struct label *before, const struct label *after, const char *lang, struct reworded *out)
{
	const char *both[] = { lang, "zh", "en" };

	for (size_t i = 0; i < ARRAY_LEN(both); i++) {
		out->before = label_text(before, both[i]);
		out->after = label_text(after, both[i]);
		if (differ(out->before, out->after))
			return true;
	}
	return false;
}

/* ---- differences */

struct rewording {
	const struct pack *before, *newest, *now;
	const char *lang;
	void (*visit)(const struct reworded *reworded, void *ctx);
	void *ctx;
	const struct list *list; /* whose first question is looked for */
	const struct field *asks;
};

static bool
asks_list(const struct field *field, void *ctx)
{
	struct rewording *rewording = ctx;

	if (field->list == rewording->list)
		rewording->asks = field;
	return !rewording->asks;
}

static void
look_at_list(struct rewording *rewording, const struct list *list)
{
	const struct list *was = pack_list(rewording->before, list->name), *last = pack_list(rewording->newest, list->name);

	rewording->list = list;
	rewording->asks = pack_field(rewording->now, list->name); /* of several the one that is called as the list is */
	if (rewording->asks && rewording->asks->list != list)
		rewording->asks = NULL;
	for (size_t i = 0; i < rewording->now->form_count && !rewording->asks; i++)
		form_each_field(&rewording->now->forms[i], asks_list, rewording);
	for (size_t i = 0; was && rewording->asks && i < list->choice_count; i++) {
		const struct choice *choice = &list->choices[i], *then = list_choice(was, choice->name);
		struct reworded said = { .what = REWORDED_CHOICE, .field = rewording->asks, .code = choice->name };

		if (then && (was == last || !last || !list_choice(last, choice->name)) &&
		    words_differ(&then->label, &choice->label, rewording->lang, &said))
			rewording->visit(&said, rewording->ctx);
	}
}

/* A field that copies another one says what that says. */
static bool
is_copy(const struct pack *pack, const struct field *field)
{
	const struct form_copy *copy = &pack_form_of_field(pack, field->name)->copy;
	size_t len = copy->prefix ? strlen(copy->prefix) : 0;

	return len && strncmp(field->name, copy->prefix, len) == 0 && pack_field(pack, field->name + len);
}

static bool
look_at_field(const struct field *field, void *ctx)
{
	struct rewording *rewording = ctx;
	const struct field *was = pack_field(rewording->before, field->name);
	struct reworded said = { .what = REWORDED_QUESTION, .field = field };

	if (!was || is_copy(rewording->now, field))
		return true;
	if (words_differ(&was->label, &field->label, rewording->lang, &said))
		rewording->visit(&said, rewording->ctx);
	said.what = REWORDED_OPEN;
	if (was->is_private && !field->is_private)
		rewording->visit(&said, rewording->ctx);
	return true;
}

/* What is found by its name in both packs. */
static void
look_at_label(struct rewording *rewording, enum reworded_what what, const struct label *was, const struct label *is)
{
	struct reworded said = { .what = what };

	if (words_differ(was, is, rewording->lang, &said))
		rewording->visit(&said, rewording->ctx);
}

static void
look_at_names(struct rewording *rewording)
{
	const struct pack *before = rewording->before, *now = rewording->now;

	for (size_t i = 0; i < now->form_count; i++)
		if (pack_form(before, now->forms[i].name))
			look_at_label(rewording, REWORDED_FORM, &pack_form(before, now->forms[i].name)->label, &now->forms[i].label);
	for (size_t i = 0; i < now->role_count; i++)
		if (pack_role(before, now->roles[i].name))
			look_at_label(rewording, REWORDED_ROLE, &pack_role(before, now->roles[i].name)->label, &now->roles[i].label);
	for (size_t i = 0; i < now->division_count; i++) {
		const struct division *is = &now->divisions[i], *was = pack_division(before, is->code);
		struct reworded said = { .what = REWORDED_DIVISION, .code = is->code };

		if (!was || strcmp(was->name, is->name) == 0)
			continue;
		said.before = was->name;
		said.after = is->name;
		rewording->visit(&said, rewording->ctx);
	}
}

void
reworded_each(const struct pack *before, const struct pack *newest, const struct pack *now, const char *lang,
	      void (*visit)(const struct reworded *reworded, void *ctx), void *ctx)
{
	struct rewording rewording = { before, newest, now, lang, visit, ctx, NULL, NULL };

	for (size_t i = 0; i < now->list_count; i++)
		look_at_list(&rewording, &now->lists[i]);
	if (before != newest)
		return;
	look_at_names(&rewording);
	for (size_t i = 0; i < now->form_count; i++)
		form_each_field(&now->forms[i], look_at_field, &rewording);
	for (size_t i = 0; i < now->readers.count; i++) {
		const struct role *role = pack_role(now, now->readers.items[i]);

		if (role && !names_has(&before->readers, role->name))
			visit(&(struct reworded){ .what = REWORDED_READER, .before = "", .after = label_text(&role->label, lang) }, ctx);
	}
}

/* ---- codes that changed places */

/* Another choice of the list that had the words in that language; NULL: none. */
static const struct choice *
who_had(const struct list *was, const struct choice *choice, const char *lang)
{
	const char *words = label_text(&choice->label, lang);

	for (size_t i = 0; *words && i < was->choice_count; i++)
		if (strcmp(was->choices[i].name, choice->name) != 0 && strcmp(label_text(&was->choices[i].label, lang), words) == 0)
			return &was->choices[i];
	return NULL;
}

static char *
swapped_in(const struct pack *before, const struct list *list)
{
	static const char *const langs[] = { "zh", "en" };
	const struct list *was = pack_list(before, list->name);

	for (size_t i = 0; was && i < list->choice_count; i++) {
		const struct choice *choice = &list->choices[i], *then = list_choice(was, choice->name);

		for (size_t k = 0; then && k < ARRAY_LEN(langs); k++) {
			const struct choice *had = differ(label_text(&then->label, langs[k]), label_text(&choice->label, langs[k]))
							   ? who_had(was, choice, langs[k])
							   : NULL;

			if (had)
				return mem_printf(
					_("list \"%s\": the code %s now says \"%s\", which in version %" PRId64
					  " was the code %s: all that was answered would say something else; leave each choice the code that it had"),
					list->name, choice->name, label_text(&choice->label, langs[k]), before->version, had->name);
		}
	}
	return NULL;
}

/* Another division beside it that had its name and did not become it; NULL: none. */
static const struct division *
where_was(const struct pack *before, const struct pack *now, const struct division *division)
{
	for (size_t i = 0; i < before->division_count; i++) {
		const struct division *other = &before->divisions[i], *is = pack_division_now(now, other->code);

		if (strcmp(other->name, division->name) == 0 && strcmp(other->code, division->code) != 0 &&
		    other->level == division->level && strcmp(other->parent, division->parent) == 0 && is &&
		    strcmp(is->code, division->code) != 0)
			return other;
	}
	return NULL;
}

static char *
swapped_division(const struct pack *before, const struct pack *now)
{
	for (size_t i = 0; i < now->division_count; i++) {
		const struct division *is = &now->divisions[i], *was = pack_division(before, is->code);
		const struct division *had = was && strcmp(was->name, is->name) != 0 ? where_was(before, now, is) : NULL;

		if (had)
			return mem_printf(
				_("divisions.csv: %s is now called %s, which in version %" PRId64
				  " was %s: its houses would stand elsewhere; leave each division its code, or write what it became"),
				is->code, is->name, before->version, had->code);
	}
	return NULL;
}

char *
reworded_swapped(const struct pack *before, const struct pack *now)
{
	char *swapped = NULL;

	for (size_t i = 0; i < now->list_count && !swapped; i++)
		swapped = swapped_in(before, &now->lists[i]);
	return swapped ? swapped : swapped_division(before, now);
}
