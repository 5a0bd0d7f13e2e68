#include "app/house/unfit.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/json.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer/check.h"
#include "form/answer/meant.h"
#include "seal/seal.h"
#include "store/store.h"

struct finding_taker {
	const char *name;
	const struct value *value;
	const struct pack *pack;
	const struct field *field; /* NULL: no pack takes the value */
};

static bool
find_taker(const struct pack *pack, void *ctx)
{
	struct finding_taker *finding = ctx;
	const struct field *field = pack_field(pack, finding->name);

	if (field && field_type_has_value(field->type) && !field_value_problem(pack, field, finding->value)) {
		finding->pack = pack;
		finding->field = field;
	}
	return !finding->field;
}

static struct finding_taker
taker_of(const struct app *app, const struct field *field, const struct value *value)
{
	struct finding_taker finding = { .name = field->name, .value = value };

	store_each_pack(app_store(app), find_taker, &finding);
	return finding;
}

bool
unfit_was_taken(const struct app *app, const struct field *field, const struct value *value)
{
	return taker_of(app, field, value).field != NULL;
}

/* One value as the pack that took it words it. */
static char *
words_of(const struct app *app, const struct field *field, const struct value *value)
{
	struct finding_taker taker = taker_of(app, field, value);
	struct buf stored = { 0 };

	if (taker.field)
		return field_value_text(taker.pack, taker.field, value, _("en"));
	if (value->type == VALUE_TEXT)
		return mem_strdup(value->text);
	app_value_words(value, &stored);
	return buf_detach(&stored);
}

/* Has the field's list the choice? */
static bool
is_offered(const struct field *field, const struct value *item)
{
	return item->type == VALUE_TEXT && list_choice(field->list, item->text);
}

/* The codes of a list that the field does not have, each in the words of a pack that had it; "": it has them all. */
static char *
codes_words(const struct app *app, const struct field *field, const struct value *codes)
{
	struct buf out = { 0 };

	for (size_t i = 0; i < codes->list.count; i++) {
		struct value one = value_list();
		char *words;

		if (is_offered(field, &codes->list.items[i]))
			continue;
		value_append_take(&one, value_copy(&codes->list.items[i]));
		words = words_of(app, field, unfit_was_taken(app, field, &one) ? &one : &codes->list.items[i]);
		buf_printf(&out, "%s%s", out.len ? _("; ") : "", words);
		free(words);
		value_release(&one);
	}
	return out.len ? buf_detach(&out) : mem_strdup("");
}

char *
unfit_words(const struct app *app, const struct field *field, const struct value *value)
{
	char *words;

	if (field->type == FIELD_SELECT_MULTIPLE && value->type == VALUE_LIST) {
		words = codes_words(app, field, value);
		if (*words)
			return words;
		free(words);
	}
	return words_of(app, field, value);
}

char *
unfit_sentence(const struct app *app, const struct field *field, const char *words, bool keeps)
{
	struct value again = { 0 };
	struct err why = { 0 };
	bool refused;

	if (keeps)
		return mem_printf(_("\"%s\" was answered here and is no longer offered. Enter keeps the other choices."), words);
	if (field->list || field->type == FIELD_DIVISION)
		return mem_printf(_("\"%s\" was answered here and is no longer offered: choose anew."), words);
	if (field->type == FIELD_REPEAT)
		return mem_printf(_("\"%s\" was answered here and is no list of rows: add the rows anew. Enter goes on without."), words);
	refused = field_value_from_text(app_pack(app), field, words, &again, &why) != STATUS_OK;
	value_release(&again);
	return refused ? mem_strdup(why.text) : mem_printf(_("\"%s\" was answered here and fits no longer: answer anew."), words);
}

/* ---- questions that were taken away */

struct telling_unasked {
	const struct pack *own;
	bool says;
	struct buf text;
};

static void
tell_unasked(struct telling_unasked *telling, const struct member *member)
{
	const struct field *field = telling->own ? pack_field(telling->own, member->name) : NULL;
	char *words = telling->says && field ? field_value_text(telling->own, field, &member->value, _("en")) : NULL;

	buf_printf(&telling->text, "%s%s", telling->text.len ? _("; ") : "", field ? label_text(&field->label, _("en")) : member->name);
	if (words)
		buf_printf(&telling->text, _(": %s"), words);
	secret_free(words);
}

/* What stands in `was` and not in `kept`; in rows the same, each question once. */
static void
tell_dropped(struct telling_unasked *telling, const struct value *was, const struct value *kept)
{
	for (size_t i = 0; i < was->object.count; i++) {
		const struct member *member = &was->object.members[i];
		const struct value *stays = value_get(kept, member->name);

		if (!stays)
			tell_unasked(telling, member);
		else if (member->value.type == VALUE_LIST && stays->type == VALUE_LIST && member->value.list.count &&
			 member->value.list.items[0].type == VALUE_OBJECT && stays->list.count && stays->list.items[0].type == VALUE_OBJECT)
			tell_dropped(telling, &member->value.list.items[0], &stays->list.items[0]);
	}
}

char *
unfit_unasked(const struct pack *own, const struct form *form, const struct value *values, bool says)
{
	struct telling_unasked telling = { own, says, { 0 } };
	struct value kept = value_copy(values);

	form_drop_unknown(form, &kept);
	if (values->type == VALUE_OBJECT)
		tell_dropped(&telling, values, &kept);
	value_release(&kept);
	return telling.text.len ? buf_detach(&telling.text) : NULL;
}
