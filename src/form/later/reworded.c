#include "form/later/reworded.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/later/look.h"

/* ---- labels */

static bool
words_differ(const struct label *before, const struct label *after, const char *lang, struct reworded *out)
{
	return look_words_differ(before, after, lang, &out->before, &out->after);
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

/* Visits the choices whose words differ: those in full, or the short ones that stand where these have no room. */
static void
look_at_choices(struct rewording *rewording, const struct list *was, const struct list *list, struct reworded *said)
{
	const struct list *last = pack_list(rewording->newest, list->name);

	for (size_t i = 0; i < list->choice_count; i++) {
		const struct choice *choice = &list->choices[i], *then = list_choice(was, choice->name);

		said->code = choice->name;
		if (then && (was == last || !last || !list_choice(last, choice->name)) &&
		    (words_differ(&then->label, &choice->label, rewording->lang, said) ||
		     (then->brief.zh && choice->brief.zh && words_differ(&then->brief, &choice->brief, rewording->lang, said))))
			rewording->visit(said, rewording->ctx);
	}
}

static void
look_at_list(struct rewording *rewording, const struct list *list)
{
	const struct list *was = pack_list(rewording->before, list->name);
	struct reworded said = { .what = REWORDED_CHOICE };

	rewording->list = list;
	rewording->asks = pack_field(rewording->now, list->name); /* of several the one that is called as the list is */
	if (rewording->asks && rewording->asks->list != list)
		rewording->asks = NULL;
	for (size_t i = 0; i < rewording->now->form_count && !rewording->asks; i++)
		form_each_field(&rewording->now->forms[i], asks_list, rewording);
	said.field = rewording->asks;
	if (!said.field)
		said.what = list == rewording->now->reasons ? REWORDED_REASON : REWORDED_MISSING;
	if (was && (said.field || list == rewording->now->reasons || list == rewording->now->manifest.missing))
		look_at_choices(rewording, was, list, &said);
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

/* ---- who signs, and what */

/* Visits each role that signs it now and did not. */
static void
look_at_signers(struct rewording *rewording, const struct names *was, const struct names *is, const char *what)
{
	struct reworded said = { .what = REWORDED_SIGNS, .after = what };

	for (size_t i = 0; i < is->count; i++) {
		const struct role *role = pack_role(rewording->now, is->items[i]);

		if (!role || names_has(was, role->name))
			continue;
		said.code = label_text(&role->label, rewording->lang);
		rewording->visit(&said, rewording->ctx);
	}
}

static void
look_at_chain(struct rewording *rewording, const struct chain *was, const struct chain *is)
{
	const char *lang = rewording->lang;

	look_at_label(rewording, REWORDED_LEVEL, &was->label, &is->label);
	for (size_t i = 0; i < was->level_count; i++) {
		const struct level *then = &was->levels[i], *now = pack_level(rewording->now, is->name, then->name);
		struct reworded gone = { .what = REWORDED_UNSIGNED,
					 .before = label_text(&then->label, lang),
					 .after = label_text(&is->label, lang) };

		if (!now) {
			rewording->visit(&gone, rewording->ctx);
			continue;
		}
		look_at_label(rewording, REWORDED_LEVEL, &then->label, &now->label);
		look_at_signers(rewording, &then->by, &now->by, label_text(&now->label, lang));
	}
	for (size_t i = 0; i < was->error_count; i++)
		for (size_t k = 0; k < is->error_count; k++)
			if (was->errors[i].kind == is->errors[k].kind)
				look_at_label(rewording, REWORDED_ERROR, &was->errors[i].label, &is->errors[k].label);
}

static void
look_at_office(struct rewording *rewording, const struct role *was, const struct role *is)
{
	static const struct label none = { 0 };
	struct reworded said = { .what = REWORDED_OFFICE, .code = label_text(&is->label, rewording->lang) };

	if (!look_texts_differ(was->office_words, is->office_words))
		return;
	said.before = label_text(was->office ? &was->office->label : &none, rewording->lang);
	said.after = label_text(is->office ? &is->office->label : &none, rewording->lang);
	rewording->visit(&said, rewording->ctx);
}

/* What was overdue is so no more, or the other way round. */
static void
look_at_deadline(struct rewording *rewording, const struct deadline *is)
{
	const struct pack *before = rewording->before;
	struct reworded said = { .what = REWORDED_DAY, .code = label_text(&is->label, rewording->lang), .after = is->date };

	for (size_t i = 0; i < before->deadline_count; i++)
		if (strcmp(before->deadlines[i].name, is->name) == 0 && strcmp(before->deadlines[i].date, is->date) != 0) {
			said.before = before->deadlines[i].date;
			rewording->visit(&said, rewording->ctx);
		}
}

static void
look_at_rights(struct rewording *rewording)
{
	const struct pack *before = rewording->before, *now = rewording->now;

	for (size_t i = 0; i < now->chain_count; i++)
		if (pack_chain(before, now->chains[i].name))
			look_at_chain(rewording, pack_chain(before, now->chains[i].name), &now->chains[i]);
	for (size_t i = 0; i < now->form_count; i++)
		if (pack_form(before, now->forms[i].name))
			look_at_signers(rewording, &pack_form(before, now->forms[i].name)->by, &now->forms[i].by,
					label_text(&now->forms[i].label, rewording->lang));
	for (size_t i = 0; i < now->deadline_count; i++)
		look_at_deadline(rewording, &now->deadlines[i]);
	for (size_t i = 0; i < now->role_count; i++)
		if (pack_role(before, now->roles[i].name))
			look_at_office(rewording, pack_role(before, now->roles[i].name), &now->roles[i]);
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
	look_at_rights(&rewording);
	for (size_t i = 0; i < now->form_count; i++)
		form_each_field(&now->forms[i], look_at_field, &rewording);
	for (size_t i = 0; i < now->readers.count; i++) {
		const struct role *role = pack_role(now, now->readers.items[i]);

		if (role && !names_has(&before->readers, role->name))
			visit(&(struct reworded){ .what = REWORDED_READER, .before = "", .after = label_text(&role->label, lang) }, ctx);
	}
}

/* ---- codes that changed places */

static const struct label *
words_of(const struct choice *choice, bool brief)
{
	return brief ? &choice->brief : &choice->label;
}

/* Another choice of the list that had the words of this one in that language, which it did not have itself; NULL: none. */
static const struct choice *
who_had(const struct list *was, const struct choice *choice, const char *lang, bool brief)
{
	const struct choice *then = list_choice(was, choice->name);
	const char *words = label_text(words_of(choice, brief), lang);

	if (!then || !*words || !look_texts_differ(label_text(words_of(then, brief), lang), words))
		return NULL;
	for (size_t i = 0; i < was->choice_count; i++)
		if (strcmp(was->choices[i].name, choice->name) != 0 &&
		    strcmp(label_text(words_of(&was->choices[i], brief), lang), words) == 0)
			return &was->choices[i];
	return NULL;
}

static char *
swapped_in(const struct pack *before, const struct list *list)
{
	static const char *const langs[] = { "zh", "en" };
	const struct list *was = pack_list(before, list->name);

	for (size_t i = 0; was && i < list->choice_count; i++) {
		const struct choice *choice = &list->choices[i];

		for (size_t k = 0; k < 2 * ARRAY_LEN(langs); k++) {
			const char *lang = langs[k % ARRAY_LEN(langs)];
			bool brief = k >= ARRAY_LEN(langs);
			const struct choice *had = who_had(was, choice, lang, brief);

			if (had)
				return mem_printf(
					_("list \"%s\": the code %s now says \"%s\", which in version %" PRId64
					  " was the code %s: all that was answered would say something else; leave each choice the code that it had"),
					list->name, choice->name, label_text(words_of(choice, brief), lang), before->version, had->name);
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
