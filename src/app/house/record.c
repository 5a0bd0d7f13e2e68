#include "app/house/record.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/aside.h"
#include "app/house/blind.h"
#include "app/house/fact.h"
#include "app/house/finding_words.h"
#include "app/house/history.h"
#include "app/house/label.h"
#include "app/house/next.h"
#include "app/house/order.h"
#include "app/house/photo_beside.h"
#include "app/house/place.h"
#include "app/house/record_state.h"
#include "app/house/returned.h"
#include "app/house/rights.h"
#include "app/house/said.h"
#include "app/house/slots.h"
#include "app/house/stages.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "store/store.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/visible.h"
#include "form/answer/check.h"
#include "step/json.h"
#include "trust/reason.h"
#include "store/blob.h"

/* A house on its page, put together from its dossier. */

/* ---- history, findings */

/* Why a house was given back, or what was answered to that. */
static char *
step_words(const struct record_reading *reading, const struct flow_step *flow)
{
	const struct value *answers = value_get_list(&flow->step->data, "_answers");
	const char *answer = answers && answers->list.count ? value_get_text(&answers->list.items[0], "words") : NULL;
	struct return_marks marks;
	char *why, *out = house_print_words(app_pack(reading->app), flow->step);

	if (out)
		return out;
	if (answer) {
		why = visible_line(answer);
		out = mem_printf(_("answer: %s"), why);
		free(why);
		return out;
	}
	return_marks_read(value_get_list(&flow->step->data, "errors"), &marks);
	why = return_marks_words(&marks, value_get_text(&flow->step->data, "reason"), app_pack(reading->app));
	if (flow->sign && *why)
		out = mem_printf(_("why: %s"), why);
	free(why);
	return_marks_release(&marks);
	return out;
}

static void
read_steps(struct record_reading *reading)
{
	const struct pack *pack = app_pack(reading->app);

	for (size_t i = 0; i < reading->dossier->step_count; i++) {
		const struct flow_step *flow = &reading->dossier->steps[i];
		enum flow_reason reason = reading->dossier->slots.step_reasons[i];
		const char *level = value_get_text(&flow->step->data, "level"), *decision = value_get_text(&flow->step->data, "decision");
		const struct form *form = pack_form(pack, flow->step->kind);
		const struct level *known = level ? pack_level(flow->pack ? flow->pack : pack, value_get_text(&flow->step->data, "chain"),
							       level)
						  : NULL;
		struct record_step step = { 0 };
		char at[17];

		id_short(&flow->id, step.id);
		clock_minute(flow->step->at_unix, at);
		step.said = step_words(reading, flow);
		step.text = mem_printf("%s  %s%s%s  %s", at,
				       known  ? label_text(&known->label, _("en"))
				       : form ? label_text(&form->label, _("en"))
					      : _("withdrawn"),
				       decision ? " " : "",
				       !decision			 ? ""
				       : strcmp(decision, "return") == 0 ? _("gave it back")
									 : _("approved"),
				       flow->author ? flow->author->name : "?");
		if (reason != FLOW_COUNTS)
			step.why = mem_strdup(reason == FLOW_TRUST ? trust_reason_text(flow->trust) : flow_reason_text(reason));
		house_delivery_note(&reading->out->delivery, reason != FLOW_COUNTS && reason != FLOW_SUPERSEDED,
				    history_is_delivered(store_trust(app_store(reading->app)), flow->step));
		MEM_GROW(reading->out->steps, reading->out->step_count, reading->step_cap);
		reading->out->steps[reading->out->step_count++] = step;
	}
}

#define SAID_AS_FINDINGS 3 /* proposals that wait, beside what is found; the history has all */

/* What was signed of this house and another one. */
static void
read_said(struct record_reading *reading)
{
	struct record *record = reading->out;
	struct house_said_list list;
	size_t told = 0;

	house_said_read(reading->app, &record->building, record->division, &list);
	for (size_t i = 0; i < list.count; i++) {
		const struct house_said *said = &list.items[i];
		struct record_step step = { .why = mem_strdup(said->why) };

		id_short(&said->step, step.id);
		step.text = mem_printf("%s  %s  %s", said->at, said->text, said->by ? said->by : "?");
		step.said = said->reason ? mem_printf(_("why: %s"), said->reason) : NULL;
		house_delivery_note(&record->delivery, said->saying == TRUST_SAYS_NOTHING, said->delivered);
		MEM_GROW(record->steps, record->step_count, reading->step_cap);
		record->steps[record->step_count++] = step;
		if (said->waits && told++ < SAID_AS_FINDINGS) {
			char *words = house_said_words(said);

			record_add_finding(record, words);
			secret_free(words);
		}
	}
	house_said_release(&list);
}

static void
read_findings(struct record_reading *reading)
{
	for (size_t i = 0; i < reading->dossier->finding_count; i++) {
		const struct dossier_finding *finding = &reading->dossier->findings[i];
		char *text;

		text = finding->kind == FINDING_FIRES ? house_finding_said(reading->app, reading->dossier, finding) : NULL;
		if (!text)
			continue;
		MEM_GROW(reading->out->findings, reading->out->finding_count, reading->finding_cap);
		reading->out->findings[reading->out->finding_count++] = finding->reason
										? mem_printf(_("%s (reason: %s)"), text, finding->reason)
										: mem_strdup(text);
		free(text);
	}
}

/* What is found of the photos stands before the rest: it is no rule's, and few houses have it. */
static void
read_photos(struct record_reading *reading)
{
	size_t count;
	struct photo_beside *photos = photo_beside_of(reading->app, reading->dossier, &count);

	for (size_t i = 0; i < count; i++) {
		MEM_GROW(reading->out->findings, reading->out->finding_count, reading->finding_cap);
		reading->out->findings[reading->out->finding_count++] = photos[i].reason ? mem_printf(_("%s (reason: %s)"), photos[i].text,
												      photos[i].reason)
											 : mem_strdup(photos[i].text);
	}
	photo_beside_free(photos, count);
}

static enum status
read_aside(struct record_reading *reading, struct err *err)
{
	char *words;
	enum status status = house_aside_words(reading->app, reading->dossier, &words, err);

	if (words)
		record_add_finding(reading->out, words);
	free(words);
	return status;
}

static void
read_returned(struct record_reading *reading)
{
	const struct flow_step *own = house_last_sign(reading->dossier, app_credential(reading->app));
	struct house_answer *answers = NULL;
	size_t count = house_answers_read(reading->dossier, own, &answers);

	reading->out->return_reason = house_returns_read(reading->dossier, NULL, NULL, &reading->marks);
	reading->out->answers = mem_array(count + 1, sizeof(*reading->out->answers));
	for (size_t i = 0; i < count; i++) {
		reading->own_answered |= answers[i].sign == own;
		reading->out->answers[reading->out->answer_count++] = house_answer_words(app_pack(reading->app), &answers[i]);
	}
	free(answers);
}

/* May the house be signed together with others at the level that comes next? */
static void
read_bulk(struct record_reading *reading)
{
	const struct pack *pack = app_pack(reading->app);
	struct eval *eval = store_eval(app_store(reading->app));
	const struct level *level = reading->out->next.level;
	const struct field *summary = pack->chains[0].summary; /* of the house: what lists show */
	const struct value *values;
	char today[11];

	clock_date(clock_now_unix(), today);
	dossier_load_eval(app_store(reading->app), reading->dossier, NULL, today);
	reading->out->severe = !(level && pack_level(pack, level->chain->name, level->name) == level && eval_bulk(eval, level)) ||
			       dossier_is_disputed(reading->dossier);
	values = summary ? dossier_values(reading->dossier, pack_form_of_field(pack, summary->name)->name) : NULL;
	reading->out->shown = values && !blind_hides_field(reading->app, reading->dossier, summary)
				      ? field_value_text(pack, summary, value_get(values, summary->name), _("en"))
				      : mem_strdup("");
	reading->out->rank = *reading->out->shown ? house_rank_of(pack, value_get_text(values, summary->name)) : HOUSE_RANK_NONE;
}

/* What was found, by whom and when. */
static char *
found_by(const struct record_reading *reading)
{
	const struct pack *pack = app_pack(reading->app);
	const struct form *form = pack_form_of_field(pack, pack->chains[0].summary->name);
	const struct flow_step *head = dossier_head(reading->dossier, form->name);
	char at[17];

	if (!head || !head->author)
		return mem_strdup(reading->out->shown);
	clock_minute(head->step->at_unix, at);
	/* Translators: what was found; a person, a day. */
	return mem_printf(_("%s (%s, %.10s)"), reading->out->shown, head->author->name, at);
}

/* Says before all else what was found, how far that is signed, and what follows from it. */
static void
read_concluded(struct record_reading *reading)
{
	const struct flow_progress *first = &reading->dossier->state.progresses[0];
	const struct level *level = first->levels_signed ? &first->chain->levels[first->levels_signed - 1] : NULL;
	struct record *out = reading->out;
	struct buf line = { 0 };
	char *found = *out->shown ? found_by(reading) : NULL;

	if (found) {
		if (!level)
			buf_printf(&line, _("%s: not signed by any level yet"), found);
		else if (flow_progress_is_done(first))
			buf_printf(&line, _("%s: signed by every level"), found);
		else
			buf_printf(&line, _("%s: signed up to \"%s\""), found, label_text(&level->label, _("en")));
		for (size_t i = 0; i < out->told_count; i++)
			buf_printf(&line, "%s%s", _("; "), out->told[i]);
	}
	free(found);
	out->concluded = mem_strdup(buf_text(&line));
	buf_release(&line);
}

/* Of each paper the last one that was printed of the house, the newest first. */
static void
read_printed(struct record_reading *reading)
{
	const struct paper_prints *prints = &app_pack(reading->app)->prints;
	const struct flow_slot **slots;
	struct names seen = { 0 };
	size_t count;

	if (!prints->form)
		return;
	slots = house_slots(reading->dossier, prints->form, &count);
	reading->out->printed = mem_array(count + 1, sizeof(*reading->out->printed));
	seen.items = mem_array(count + 1, sizeof(*seen.items));
	for (size_t i = count; i-- > 0;) {
		const struct flow_step *head = slots[i]->head_count == 1 ? &reading->dossier->steps[slots[i]->heads[0]] : NULL;
		const char *what = head ? value_get_text(&head->step->data, prints->what->name) : NULL,
			   *serial = head ? value_get_text(&head->step->data, prints->serial->name) : NULL;
		char at[17], *paper;

		if (!what || !serial || names_has(&seen, what))
			continue;
		seen.items[seen.count++] = (char *)(uintptr_t)what;
		clock_minute(head->step->at_unix, at);
		paper = field_value_text(app_pack(reading->app), prints->what, value_get(&head->step->data, prints->what->name), _("en"));
		/* Translators: a paper, its number, when and by whom it was printed. */
		reading->out->printed[reading->out->printed_count++] = mem_printf(_("Printed: %s, number %s, %s, %s"), paper, serial, at,
										  head->author ? head->author->name : "?");
		free(paper);
	}
	free(seen.items);
	free(slots);
}

/* Which stages the person fills or signs. */
static void
read_rights(struct record_reading *reading)
{
	struct app *app = reading->app;
	const struct dossier *dossier = reading->dossier;
	const struct form *root = app_pack(app)->root;
	bool locked = !app_is_unlocked(app);
	struct err ignored = { 0 };

	for (size_t i = 0; i < reading->out->stage_count; i++) {
		struct record_stage *stage = &reading->out->stages[i];

		stage->mine = locked ||
			      (stage->form ? !(id_is_zero(&stage->root) ? house_begin_right : house_fill_right)(app, stage->form, dossier,
														dossier->division, &ignored)
					   : stage->state == STAGE_NOW &&
						     house_signs_level(app, stage->level->chain->name, stage->level->name));
	}
	reading->out->may_list = locked || !house_fill_right(app, root, dossier, dossier->division, &ignored);
}

enum status
record_open(struct app *app, const struct id *building, struct record **out, struct err *err)
{
	struct record_reading reading = { .app = app };
	struct private_reader reader = vault_reader(app);
	enum status status = app_refresh(app, err);
	char today[11];

	if (!status)
		status = dossier_load(app_store(app), building, app_is_unlocked(app) ? &reader : NULL, &reading.dossier, err);

	if (status)
		return status;
	reading.out = mem_alloc(sizeof(*reading.out));
	reading.out->building = *building;
	strcpy(reading.out->division, reading.dossier->division);
	id_short(&reading.dossier->state.hash, reading.out->hash);
	clock_date(clock_now_unix(), today);
	house_facts_today(app_pack(app), reading.dossier, today);
	reading.out->told = house_fact_lines(app, reading.dossier, &reading.out->told_count);
	reading.out->place = building_place(app, reading.dossier);
	house_next_read(app, reading.dossier, &reading.out->next);
	read_returned(&reading);
	record_read_forms(&reading);
	house_stages_read(app, app_pack(app), reading.dossier, &reading.out->stages, &reading.out->stage_count);
	read_rights(&reading);
	read_steps(&reading);
	read_photos(&reading);
	read_findings(&reading);
	read_printed(&reading);
	status = read_aside(&reading, err);
	read_said(&reading);
	read_bulk(&reading);
	read_concluded(&reading);
	return_marks_release(&reading.marks);
	dossier_free(reading.dossier);
	if (status)
		record_free(reading.out);
	else
		*out = reading.out;
	return status;
}

void
record_add_finding(struct record *record, const char *text)
{
	record->findings = mem_resize(record->findings, record->finding_count + 1, sizeof(*record->findings));
	record->findings[record->finding_count++] = mem_strdup(text);
}

void
record_free(struct record *record)
{
	if (!record)
		return;
	for (size_t i = 0; i < record->line_count; i++) {
		free(record->lines[i].text);
		free(record->lines[i].before);
	}
	for (size_t i = 0; i < record->step_count; i++) {
		free(record->steps[i].text);
		free(record->steps[i].said);
		free(record->steps[i].why);
	}
	for (size_t i = 0; i < record->finding_count; i++)
		free(record->findings[i]);
	for (size_t i = 0; i < record->told_count; i++)
		free(record->told[i]);
	free(record->told);
	for (size_t i = 0; i < record->printed_count; i++)
		free(record->printed[i]);
	free(record->printed);
	free(record->lines);
	free(record->photos);
	house_stages_free(record->stages, record->stage_count);
	free(record->steps);
	free(record->findings);
	free(record->place);
	house_next_release(&record->next);
	free(record->shown);
	free(record->concluded);
	free(record->return_reason);
	free(record->own_return);
	for (size_t i = 0; i < record->answer_count; i++)
		free(record->answers[i]);
	free(record->answers);
	free(record);
}

enum status
record_photo_bytes(struct app *app, const struct id *id, struct buf *out, struct err *err)
{
	return vault_photo(app, id, out, err);
}
