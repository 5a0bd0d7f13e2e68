#include "app/paper/verify.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/place.h"
#include "app/paper/code.h"
#include "app/paper/stood.h"
#include "app/paper/times.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/visible.h"
#include "form/answer/check.h"
#include "form/parts/papers.h"
#include "store/dossier/dossier.h"
#include "store/store.h"

#define PARTS_MOST 40
#define FIRST_VALUE 4

/* A text, taken apart: LOUCE1, paper, house, hash, NAME=VALUE ...,
 * CHAIN=LEVELS, serial, check. */
struct sheet_parts {
	char *copy, *parts[PARTS_MOST];
	size_t count;
	const char *paper, *house, *serial;
	size_t levels; /* the place of CHAIN=LEVELS */
};

struct sheet_reading {
	struct app *app;
	const struct pack *pack;
	struct sheet_parts sheet;
	const char *text; /* without what stands around it */
	struct dossier *dossier;
	const struct pack_paper *paper; /* whose code it is */
	struct buf *said;
};

static enum status
take_apart(const char *text, struct sheet_parts *out, struct err *err)
{
	const char *end = strrchr(text, '/');
	char check[SHEET_CHECK_DIGITS + 1], *save = NULL;

	out->copy = mem_strdup(text);
	for (char *part = strtok_r(out->copy, "/", &save); part && out->count < PARTS_MOST; part = strtok_r(NULL, "/", &save))
		out->parts[out->count++] = part;
	if (!out->count || strcmp(out->parts[0], SHEET_MARK) != 0 || out->count < 7)
		return err_set(err, STATUS_INVALID,
			       _("this is no text of a paper that louce printed: such a "
				 "text begins with %s/"),
			       SHEET_MARK);
	paper_code_check(text, (size_t)(end - text), check);
	if (strcmp(end + 1, check) != 0)
		return err_set(err, STATUS_INVALID,
			       _("the text was read or typed wrongly, or altered: its last "
				 "eight digits do not fit what stands before them"));
	out->paper = out->parts[1];
	out->house = out->parts[2];
	out->levels = out->count - 3;
	out->serial = out->parts[out->count - 2];
	return STATUS_OK;
}

/* Is it the code of this paper: the same fields in the same order, and the same
 * chain? */
static bool
is_code_of(const struct pack_paper *paper, const struct sheet_parts *sheet)
{
	const struct paper_block *code = paper_code(paper);

	if (!code || code->code.count + FIRST_VALUE != sheet->levels)
		return false;
	for (size_t i = 0; i <= code->code.count; i++) {
		const char *name = i < code->code.count ? code->code.items[i] : code->chain->name, *part = sheet->parts[FIRST_VALUE + i];
		size_t len = strlen(name);

		if (strncmp(part, name, len) != 0 || part[len] != '=')
			return false;
	}
	return true;
}

static enum status
find_paper(struct sheet_reading *reading, struct err *err)
{
	reading->paper = pack_paper(reading->pack, reading->sheet.paper);
	return reading->paper && is_code_of(reading->paper, &reading->sheet)
		       ? STATUS_OK
		       : err_set(err, STATUS_INVALID,
				 _("the form pack in force has no paper \"%s\" with a "
				   "code of these fields"),
				 reading->sheet.paper);
}

/* ---- in words */

static const char *
value_of(const char *part)
{
	return strchr(part, '=') + 1;
}

/* A value of the code as people read it. */
static char *
words_of(const struct sheet_reading *reading, const struct field *field, const char *text)
{
	struct value value = field->type == FIELD_INTEGER || field->type == FIELD_YEAR ? value_integer(strtoll(text, NULL, 10))
			     : field->type == FIELD_BOOLEAN			       ? value_boolean(*text == '1')
										       : value_text(text);
	char *words = *text ? field_value_text(reading->pack, field, &value, _("en")) : mem_strdup("-");

	value_release(&value);
	return words;
}

static void
say_must(struct sheet_reading *reading)
{
	const struct paper_block *code = paper_code(reading->paper);
	char *place = building_place(reading->app, reading->dossier);

	visible_printf(reading->said, _("%s, serial %s\n%s\n"), label_text(&reading->paper->title, _("en")), reading->sheet.serial, place);
	for (size_t i = 0; i < code->code.count; i++) {
		const struct field *field = pack_field(reading->pack, code->code.items[i]);
		char *words = words_of(reading, field, value_of(reading->sheet.parts[FIRST_VALUE + i]));

		visible_printf(reading->said, _("  the paper must say: %s: %s\n"), label_text(&field->label, _("en")), words);
		free(words);
	}
	visible_printf(reading->said, _("  levels signed: %s of %zu (%s)\n"), value_of(reading->sheet.parts[reading->sheet.levels]),
		       code->chain->level_count, label_text(&code->chain->label, _("en")));
	free(place);
}

static void
say_signatures(struct sheet_reading *reading)
{
	const struct flow_progress *progress = flow_progress_of(&reading->dossier->state, paper_code(reading->paper)->chain->name, NULL);

	for (size_t i = 0; progress && i < progress->chain->level_count; i++) {
		const struct flow_step *flow;
		char shortened[9], *time;

		if (progress->effective[i] == SIZE_MAX)
			continue;
		flow = &reading->dossier->steps[reading->dossier->state.signs[progress->effective[i]].step];
		time = paper_time(app_store(reading->app), flow);
		visible_printf(reading->said, _("  %s: %s (%s), %s, %s\n"), label_text(&progress->chain->levels[i].label, _("en")),
			       flow->author ? flow->author->name : "?",
			       paper_role(reading->pack, flow->author ? flow->author->role : "", _("en")), time,
			       id_short(&flow->id, shortened));
		free(time);
	}
}

/* What the record says now, where it is another than the text's. */
static void
say_now(struct sheet_reading *reading)
{
	const struct paper_block *code = paper_code(reading->paper);
	const struct flow_progress *progress = flow_progress_of(&reading->dossier->state, code->chain->name, NULL);

	for (size_t i = 0; i < code->code.count; i++) {
		const struct field *field = pack_field(reading->pack, code->code.items[i]);
		const struct value *values = dossier_values(reading->dossier, pack_form_of_field(reading->pack, field->name)->name);
		char *then = words_of(reading, field, value_of(reading->sheet.parts[FIRST_VALUE + i])),
		     *now = field_value_text(reading->pack, field, value_get(values, field->name), _("en"));

		if (strcmp(then, now) != 0)
			visible_printf(reading->said, _("  now the record says: %s: %s\n"), label_text(&field->label, _("en")),
				       *now ? now : "-");
		free(then);
		free(now);
	}
	visible_printf(reading->said, _("  levels signed now: %zu\n"), progress ? progress->levels_signed : 0);
}

/* ---- the printing */

struct printings {
	const struct flow_step *own;   /* the step that says that this text was printed;
                                  NULL: none is here that counts */
	const struct flow_step *other; /* one that says so of another text under this
                                    serial; NULL: none */
};

/* Anybody may sign that he printed something under a serial: it says nothing of
 * another text. */
static struct printings
find_printings(const struct sheet_reading *reading)
{
	const struct paper_prints *prints = &reading->pack->prints;
	struct printings out = { 0 };

	for (size_t i = 0; prints->form && i < reading->dossier->step_count; i++) {
		const struct flow_step *flow = &reading->dossier->steps[i];
		const char *serial = value_get_text(&flow->step->data, prints->serial->name),
			   *of = value_get_text(&flow->step->data, prints->of->name);

		if (strcmp(flow->step->kind, prints->form->name) != 0 || reading->dossier->slots.slot_of[i] == SIZE_MAX || !serial ||
		    strcmp(serial, reading->sheet.serial) != 0)
			continue;
		if (!of || strcmp(of, reading->text) != 0)
			out.other = flow;
		else if (!out.own)
			out.own = flow;
	}
	return out;
}

static const char *
name_of(const struct flow_step *flow)
{
	return flow->author ? flow->author->name : "?";
}

/* A printing says what somebody signed that he printed. What the text says must
 * have been signed at this house at some time. */
static enum status
check_stood(const struct sheet_reading *reading, const struct flow_step *print, struct err *err)
{
	const struct pack_paper *printed = print->pack ? pack_paper(print->pack, reading->sheet.paper) : NULL;
	const char *values[PARTS_MOST], *levels = reading->sheet.parts[reading->sheet.levels];
	struct paper_claim claim = {
		.pack = reading->pack,
		.paper = reading->paper,
		.shown = printed ? printed : reading->paper,
		.dossier = reading->dossier,
		.values = values,
		.levels = value_of(levels),
		.hash = reading->sheet.parts[FIRST_VALUE - 1],
	};
	size_t field;

	for (size_t i = FIRST_VALUE; i < reading->sheet.levels; i++)
		values[i - FIRST_VALUE] = value_of(reading->sheet.parts[i]);
	switch (paper_stood(&claim, &field)) {
	case PAPER_VALUE_NEVER:
		return err_set(err, STATUS_TAMPERED,
			       _("%s signed that this was printed, but no step of this "
				 "house that is here ever said \"%s\": it is forged, or "
				 "steps of this house have not come yet"),
			       name_of(print), reading->sheet.parts[FIRST_VALUE + field]);
	case PAPER_LEVELS_NEVER:
		return err_set(err, STATUS_TAMPERED,
			       _("%s signed that this was printed, but as far as is known "
				 "here \"%s\" never signed what it says: it is forged, or "
				 "steps of this house have not come yet or count no more"),
			       name_of(print), levels);
	case PAPER_SIGNED_TOO_OFTEN:
		return err_set(err, STATUS_TAMPERED,
			       _("%s signed that this was printed, but the same was signed so often at this house that nobody can tell "
				 "whether it ever stood: print the paper anew"),
			       name_of(print));
	default:
		return STATUS_OK;
	}
}

static void
say_printed(struct sheet_reading *reading, const struct flow_step *print)
{
	char at[17];

	clock_minute(print->step->at_unix, at);
	visible_printf(reading->said, _("  printed %s by %s\n"), at, name_of(print));
}

static void
say_stands(struct sheet_reading *reading, const struct printings *printings)
{
	say_signatures(reading);
	visible_printf(reading->said, "%s\n",
		       printings->own ? _("It stands as it was printed.") : _("It stands; its printing has not come yet."));
	if (printings->other)
		visible_printf(reading->said,
			       _("%s signed that a paper with another text was printed "
				 "under this serial; this one stands all the same.\n"),
			       name_of(printings->other));
}

static void
say_changed(struct sheet_reading *reading)
{
	visible_printf(reading->said, "%s\n",
		       strcmp(value_of(reading->sheet.parts[reading->sheet.levels]), "0") == 0
			       ? _("Not signed by any level when it was printed, and changed since: "
				   "the paper is no longer what stands.")
			       : _("Signed, changed since: the paper is no longer what stands."));
	say_now(reading);
}

static enum status
judge(struct sheet_reading *reading, enum sheet_verdict *verdict, struct err *err)
{
	const struct printings printings = find_printings(reading);
	char *now = paper_code_text(reading->pack, reading->paper, reading->dossier, reading->sheet.serial);
	bool stands = strcmp(now, reading->text) == 0;

	free(now);
	if (!stands && !printings.own && printings.other)
		return err_set(err, STATUS_TAMPERED,
			       _("nothing here says this: it is not what stands now, and under the "
				 "serial %s, as %s signed, a paper with another text was printed. "
				 "It is forged, or was printed on a laptop whose file has not come "
				 "yet"),
			       reading->sheet.serial, name_of(printings.other));
	if (!stands && !printings.own)
		return err_set(err, STATUS_NOT_FOUND,
			       _("nothing here says this: it is not what stands now, and "
				 "no printing with the serial %s is in this file. "
				 "It is forged, or was printed on a laptop whose file has "
				 "not come yet"),
			       reading->sheet.serial);
	if (!stands && check_stood(reading, printings.own, err))
		return err->status;
	say_must(reading);
	if (printings.own)
		say_printed(reading, printings.own);
	if (stands)
		say_stands(reading, &printings);
	else
		say_changed(reading);
	*verdict = stands ? SHEET_STANDS : SHEET_CHANGED;
	return STATUS_OK;
}

static enum status
open_house(struct sheet_reading *reading, struct err *err)
{
	struct private_reader reader = vault_reader(reading->app);
	const struct paper_block *code = paper_code(reading->paper);
	struct err why = { 0 };
	struct id root;
	enum status status = app_building_find(reading->app, reading->sheet.house, &root, &why);

	if (status)
		return err_set(err, status, _("the house of this paper, %s, is not in this file"), reading->sheet.house);
	status = dossier_load(app_store(reading->app), &root, app_is_unlocked(reading->app) ? &reader : NULL, &reading->dossier, err);
	for (size_t i = 0; !status && i < code->code.count; i++)
		if (blind_hides_field(reading->app, reading->dossier, pack_field(reading->pack, code->code.items[i])))
			status = err_set(err, STATUS_DENIED,
					 _("this person, or nobody, must not see \"%s\" of this house yet: "
					   "unlock somebody who may"),
					 label_text(&pack_field(reading->pack, code->code.items[i])->label, _("en")));
	return status;
}

enum status
app_sheet_verify(struct app *app, const char *text, enum sheet_verdict *verdict, struct buf *said, struct err *err)
{
	struct sheet_reading reading = { .app = app, .pack = app_pack(app), .said = said };
	char *trimmed;
	enum status status = STATUS_OK;

	text += strspn(text, " \t\r\n");
	trimmed = mem_strdup(text);
	while (*trimmed && strchr(" \t\r\n", trimmed[strlen(trimmed) - 1]))
		trimmed[strlen(trimmed) - 1] = '\0';
	reading.text = trimmed;
	if (!reading.pack)
		status = err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!status)
		status = take_apart(trimmed, &reading.sheet, err);
	if (!status)
		status = find_paper(&reading, err);
	if (!status)
		status = open_house(&reading, err);
	if (!status)
		status = judge(&reading, verdict, err);
	dossier_free(reading.dossier);
	free(reading.sheet.copy);
	free(trimmed);
	return status;
}
