#include "app/table/sift_sql.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"

/* Columns and choices by the words that people read, in either language of the pack. */

bool
sift_label_is(const struct label *label, const char *words)
{
	return (label->zh && strcmp(label->zh, words) == 0) || (label->en && strcasecmp(label->en, words) == 0);
}

/* Is it what stands in front of the label's brackets, as lists and pages with little room show it? */
static bool
is_short_for(const char *words, const char *label)
{
	const char *wide = label ? strstr(label, "（") : NULL, *end = wide ? wide : label ? strchr(label, '(') : NULL;
	size_t len = strlen(words);

	while (end && end > label && end[-1] == ' ')
		end--;
	return end && (size_t)(end - label) == len && strncasecmp(label, words, len) == 0;
}

struct column_naming {
	const struct pack *pack;
	const char *words;
	bool shortened; /* labels without what stands in brackets */
	bool copies;	/* among the fields of forms that have those of others once more: a label means the form's own field first */
	const char *name;
	size_t found;
	struct buf candidates; /* each with its form */
};

static bool
is_called(const struct column_naming *naming, const struct label *label)
{
	return naming->shortened ? is_short_for(naming->words, label->zh) || is_short_for(naming->words, label->en)
				 : sift_label_is(label, naming->words);
}

static void
take(struct column_naming *naming, const char *name, const char *group)
{
	naming->name = name;
	buf_printf(&naming->candidates, _("%s%s (%s)"), naming->found++ ? ", " : "", name, group);
}

static bool
name_field(const struct field *field, void *ctx)
{
	struct column_naming *naming = ctx;
	struct sift_source source;

	if (is_called(naming, &field->label) && sift_find(naming->pack, field->name, &source) && source.field == field)
		take(naming, field->name, label_text(&pack_form_of_field(naming->pack, field->name)->label, _("en")));
	return true;
}

static void
look(struct column_naming *naming)
{
	const struct pack *pack = naming->pack;

	for (size_t i = 0; i < sift_own_count() && !naming->copies; i++) {
		struct sift_source source;

		if (sift_find(pack, sift_own_name(i), &source) &&
		    (naming->shortened
			     ? is_short_for(naming->words, sift_own_label(i, "zh")) || is_short_for(naming->words, sift_own_label(i, "en"))
			     : sift_own_is_called(i, naming->words)))
			take(naming, source.name, _("House"));
	}
	if (naming->found) /* a field of the same label says what the house's own column says */
		return;
	for (size_t i = 0; i < pack->fact_count && !naming->copies; i++)
		if (is_called(naming, &pack->facts[i].label))
			take(naming, pack->facts[i].name, _("Follows from the forms"));
	for (size_t i = 0; i < pack->form_count; i++)
		if ((pack->forms[i].copy.prefix != NULL) == naming->copies)
			form_each_field(&pack->forms[i], name_field, naming);
}

/* Puts the column's name in the place of its label. What is neither stays, and is refused where it is asked for. */
static enum status
name_column(const struct pack *pack, char **column, struct err *err)
{
	struct column_naming naming = { .pack = pack, .words = *column };
	struct sift_source source;
	enum status status = STATUS_OK;

	if (sift_find(pack, *column, &source))
		return STATUS_OK;
	for (int pass = 0; pass < 4 && !naming.found; pass++) {
		naming.shortened = pass > 1;
		naming.copies = pass % 2;
		look(&naming);
	}
	if (naming.found > 1) {
		status = err_set(err, STATUS_INVALID, _("\"%s\" is what several columns are called: write one of %s"), *column,
				 buf_text(&naming.candidates));
	} else if (naming.found) {
		free(*column);
		*column = mem_strdup(naming.name);
	}
	buf_release(&naming.candidates);
	return status;
}

enum status
sift_name_columns(const struct app *app, struct sift *sift, struct err *err)
{
	const struct pack *pack = app_pack(app);
	enum status status = STATUS_OK;

	for (size_t i = 0; pack && i < sift->filter_count && !status; i++)
		status = name_column(pack, &sift->filters[i].column, err);
	for (size_t i = 0; pack && i < sift->column_count && !status; i++)
		status = name_column(pack, &sift->columns[i], err);
	for (size_t i = 0; pack && i < SIFT_COUNTED_MOST && !status; i++)
		if (sift->counted[i])
			status = name_column(pack, &sift->counted[i], err);
	if (pack && sift->order && !status)
		status = name_column(pack, &sift->order, err);
	return status;
}

/* ---- values */

enum status
sift_choice_is_one(const struct sift_source *source, const char *value, struct err *err)
{
	const struct list *list = source->list;
	struct buf codes = { 0 };
	size_t found = 0;
	enum status status = STATUS_OK;

	for (size_t i = 0; list && i < list->choice_count; i++)
		if (strcmp(list->choices[i].name, value) == 0)
			list = NULL;
		else if (sift_label_is(&list->choices[i].label, value))
			buf_printf(&codes, "%s%s", found++ ? ", " : "", list->choices[i].name);
	if (list && found > 1)
		status = err_set(err, STATUS_INVALID, _("\"%s\" is what several choices are called: write one of their codes, %s"), value,
				 buf_text(&codes));
	buf_release(&codes);
	return status;
}

struct value_choosing {
	const char *words; /* as a person wrote them */
	char *value;	   /* found; NULL: not yet */
	struct buf offered;
	size_t count;
};

#define OFFERED_MOST 8

static void
offer(struct value_choosing *choosing, const char *said)
{
	if (choosing->count++ < OFFERED_MOST)
		buf_printf(&choosing->offered, "%s%s", choosing->offered.len ? _(", ") : "", said);
	else if (choosing->count == OFFERED_MOST + 1)
		buf_text_add(&choosing->offered, "…");
}

/* A value that the column can have, which has these labels. */
static void
choose(struct value_choosing *choosing, const char *said, const char *zh, const char *en)
{
	if (!choosing->value && (strcmp(said, choosing->words) == 0 || (zh && strcmp(zh, choosing->words) == 0) ||
				 (en && strcasecmp(en, choosing->words) == 0)))
		choosing->value = mem_strdup(said);
	offer(choosing, said);
}

static void
choose_levels(const struct chain *chain, struct value_choosing *choosing)
{
	for (size_t l = 0; l < chain->level_count; l++) {
		const struct label *label = &chain->levels[l].label;

		choose(choosing, label_text(label, _("en")), label->zh, label->en);
	}
}

/* As report_acts.c calls them. */
static void
choose_acts(const struct pack *pack, struct value_choosing *choosing)
{
	for (size_t i = 0; i < pack->form_count; i++)
		choose(choosing, label_text(&pack->forms[i].label, _("en")), pack->forms[i].label.zh, pack->forms[i].label.en);
	for (size_t c = 0; c < pack->chain_count; c++)
		for (size_t l = 0; l < pack->chains[c].level_count; l++) {
			const struct label *chain = &pack->chains[c].label, *level = &pack->chains[c].levels[l].label;
			char *said = mem_printf(_("%s: %s"), label_text(chain, _("en")), label_text(level, _("en")));
			char *zh = mem_printf("%s：%s", label_text(chain, "zh"), label_text(level, "zh"));
			char *en = mem_printf("%s: %s", label_text(chain, "en"), label_text(level, "en"));

			choose(choosing, said, zh, en);
			free(said);
			free(zh);
			free(en);
		}
}

/* Those whose names hold what was written are offered; where none does, the first. */
static void
choose_divisions(const struct pack *pack, enum division_level level, bool by_code, struct value_choosing *choosing)
{
	for (int near = 1; near >= 0 && !choosing->count; near--)
		for (size_t i = 0; i < pack->division_count; i++) {
			const struct division *at = &pack->divisions[i];

			if (at->level != level || (near && !strstr(at->name, choosing->words)))
				continue;
			if (by_code && !choosing->value &&
			    (strcmp(at->code, choosing->words) == 0 || strcmp(at->name, choosing->words) == 0))
				choosing->value = mem_strdup(choosing->words);
			choose(choosing, at->name, NULL, NULL);
		}
}

static void
choose_from_list(const struct sift_source *source, struct value_choosing *choosing)
{
	const char *code = sift_code(source, choosing->words);

	choosing->value = code ? mem_strdup(code) : NULL;
	for (size_t i = 0; source->list && i < source->list->choice_count; i++) {
		const struct choice *choice = &source->list->choices[i];
		char *said = mem_printf(_("%s (%s)"), choice->name, label_text(&choice->label, _("en")));

		offer(choosing, said);
		free(said);
	}
	if (!source->list) {
		offer(choosing, _("yes"));
		offer(choosing, _("no"));
	}
}

char *
sift_value(const struct pack *pack, const struct sift_source *source, const char *words, struct err *err)
{
	struct value_choosing choosing = { .words = words };

	if (source->own == OWN_SIGNED && pack->chain_count)
		choose_levels(&pack->chains[0], &choosing);
	else if (source->own == OWN_STAGE)
		choose_acts(pack, &choosing);
	else if (source->own == OWN_TOWNSHIP || source->own == OWN_VILLAGE)
		choose_divisions(pack, source->own == OWN_TOWNSHIP ? DIVISION_TOWNSHIP : DIVISION_VILLAGE, false, &choosing);
	else if (source->field && source->field->type == FIELD_DIVISION)
		choose_divisions(pack, DIVISION_VILLAGE, true, &choosing);
	else
		choose_from_list(source, &choosing);
	if (!choosing.value)
		err_set(err, STATUS_INVALID, _("\"%s\" is no value of \"%s\", which may be: %s"), words, source->name,
			buf_text(&choosing.offered));
	buf_release(&choosing.offered);
	return choosing.value;
}
