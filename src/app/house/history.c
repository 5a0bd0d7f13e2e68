#include "app/house/history.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/answers.h"
#include "app/house/blind.h"
#include "app/house/check.h"
#include "app/house/fact.h"
#include "app/house/finding_words.h"
#include "app/house/label.h"
#include "app/house/next.h"
#include "app/house/office.h"
#include "app/house/photo_beside.h"
#include "app/house/place.h"
#include "app/house/said.h"
#include "app/session/division.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/buf.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "form/later/added.h"
#include "store/blob.h"
#include "store/dossier/dossier.h"
#include "trust/covers.h"
#include "trust/reason.h"

bool
history_is_delivered(const struct trust *trust, const struct step *step)
{
	struct log_key log;

	return log_of_step(step, &log) && trust_covered(trust, &log, 0) >= step->seq;
}

/* A step counts without the photos and sealed values that are not here, which are sent again. */
static int64_t
missing_of(struct store *store, const struct step *step)
{
	struct err ignored = { 0 };
	int64_t missing = 0, len = 0;

	for (size_t i = 0; i < step->photo_count; i++)
		missing += !store_has_blob(store, BLOB_PHOTO, &step->photos[i].id, &len, &ignored) && len < 0;
	return missing + (step->has_private && !store_has_blob(store, BLOB_BOX, &step->box, &len, &ignored) && len < 0);
}

static void
read_signoff(const struct value *data, struct history_step *out)
{
	out->is_signoff = true;
	out->chain = mem_strdup(value_get_text(data, "chain"));
	out->level = mem_strdup(value_get_text(data, "level"));
	out->decision = mem_strdup(value_get_text(data, "decision"));
	out->reason = mem_strdup(value_get_text(data, "reason"));
	out->has_marks = value_get_list(data, "errors") != NULL;
	return_marks_read(value_get_list(data, "errors"), &out->marks);
}

static void
read_step(struct store *store, const struct dossier *dossier, size_t index, struct history_step *out)
{
	const struct flow_step *flow = &dossier->steps[index];
	enum flow_reason reason = dossier->slots.step_reasons[index];

	out->id = flow->id;
	out->kind = mem_strdup(flow->step->kind);
	out->label = house_print_words(dossier->input.pack, flow->step);
	if (!out->label)
		out->label = mem_strdup(house_label(flow->pack ? flow->pack : dossier->input.pack, flow->step->kind,
						    value_get_text(&flow->step->data, "chain"),
						    value_get_text(&flow->step->data, "level")));
	clock_minute(flow->step->at_unix, out->at);
	if (flow->author) {
		out->by = mem_strdup(flow->author->name);
		out->role = mem_strdup(flow->author->role);
	}
	if (step_kind_of(flow->step->kind) == STEP_SIGNOFF)
		read_signoff(&flow->step->data, out);
	out->counts = reason == FLOW_COUNTS;
	out->delivered = history_is_delivered(store_trust(store), flow->step);
	out->missing = missing_of(store, flow->step);
	if (reason != FLOW_COUNTS)
		out->why = mem_strdup(reason == FLOW_TRUST ? trust_reason_text(flow->trust) : flow_reason_text(reason));
}

/* What was signed of this house and another one, behind the steps in its slots. */
static void
read_said(struct app *app, const struct dossier *dossier, struct app_history *out)
{
	struct house_said_list list;
	char division[DIVISION_CODE_LEN + 1];

	if (dossier->of_division)
		return;
	division_code(dossier->division, division);
	house_said_read(app, &out->building, division, &list);
	out->steps = mem_resize(out->steps, out->step_count + list.count, sizeof(*out->steps));
	for (size_t i = 0; i < list.count; i++) {
		const struct house_said *said = &list.items[i];
		struct history_step *step = &out->steps[out->step_count++];

		*step = (struct history_step){ .id = said->step,
					       .kind = mem_strdup("decision"),
					       .label = mem_strdup(said->text),
					       .by = mem_strdup(said->by),
					       .role = mem_strdup(said->role),
					       .reason = mem_strdup(said->reason),
					       .other = said->other,
					       .counts = said->saying == TRUST_SAYS_DECIDED,
					       .waits = said->waits,
					       .delivered = said->delivered,
					       .why = mem_strdup(said->why) };
		strcpy(step->at, said->at);
		house_delivery_note(&out->delivery, said->saying == TRUST_SAYS_NOTHING, said->delivered);
	}
	out->said_more = list.more;
	house_said_release(&list);
}

static void
read_task(const struct dossier *dossier, const struct flow_todo *todo, struct history_task *out)
{
	const struct pack *pack = dossier->input.pack;
	const char *form = todo->form ? todo->form->name : NULL, *level = todo->level ? todo->level->name : NULL;
	const char *field = todo->field ? todo->field->name : NULL;

	*out = (struct history_task){
		.task = todo->task,
		.form = mem_strdup(form),
		.chain = mem_strdup(todo->level ? todo->level->chain->name : NULL),
		.level = mem_strdup(level),
		.field = mem_strdup(field),
		.label = field ? added_question(pack, todo->field)
			       : mem_strdup(todo->level ? label_text(&todo->level->label, _("en")) : house_label(pack, form, NULL, NULL)),
		.waits = todo->task == TASK_FORM && todo->form && !todo->level ? house_office_waits(dossier, todo->form) : NULL
	};
}

static void
read_finding(struct app *app, const struct dossier *dossier, const struct dossier_finding *finding, struct app_history *history)
{
	char *message = house_finding_said(app, dossier, finding);
	struct history_finding *out = &history->findings[history->finding_count];

	if (!message)
		return;
	history->finding_count++;
	/* The rule's name tells what the words do not: it speaks of one answer. */
	*out = (struct history_finding){ .rule = mem_strdup(house_finding_is_veiled(app, dossier, finding) ? "_differs"
													   : finding->rule->id),
					 .level = finding->rule->level,
					 .message = message,
					 .reason = mem_strdup(finding->reason),
					 .judged = finding->kind == FINDING_FIRES };
}

/* What is found of its photos, which no house has among what is derived of it. */
static void
read_photos(struct app *app, const struct dossier *dossier, struct app_history *history)
{
	size_t count;
	struct photo_beside *photos = photo_beside_of(app, dossier, &count);

	history->findings = mem_resize(history->findings, history->finding_count + count + 1, sizeof(*history->findings));
	for (size_t i = 0; i < count; i++)
		history->findings[history->finding_count++] = (struct history_finding){ .rule = mem_strdup(CHECK_PICTURE),
											.level = RULE_WARNING,
											.message = mem_strdup(photos[i].text),
											.reason = mem_strdup(photos[i].reason),
											.judged = true };
	photo_beside_free(photos, count);
}

/* Takes out what this person must not see yet. */
static void
take_out_blind(const struct app *app, const struct dossier *dossier, struct app_history *out)
{
	const struct pack *pack = app_pack(app);

	for (size_t i = 0; i < out->values.object.count; i++)
		blind_take_out(app, dossier, &out->values.object.members[i].value);
	for (size_t i = 0; i < pack->fact_count; i++)
		if (blind_hides_fact(app, dossier, &pack->facts[i]))
			value_remove(&out->facts, pack->facts[i].name);
}

/* What this person may see, in words. */
static char *
answers_of(const struct pack *pack, const struct value *values)
{
	struct buf out = { 0 };

	for (size_t i = 0; i < values->object.count; i++) {
		const struct member *member = &values->object.members[i];
		char *words = house_answers_words(pack, pack_form(pack, member->name), &member->value, 2);

		if (*words)
			buf_printf(&out, "[%s]\n%s", house_label(pack, member->name, NULL, NULL), words);
		free(words);
	}
	return buf_detach(&out);
}

enum status
app_history(struct app *app, const struct id *building, struct app_history *out, struct err *err)
{
	struct store *store = app_store(app);
	struct private_reader reader = vault_reader(app);
	struct dossier *dossier = NULL;
	enum status status = dossier_load(store, building, app_is_unlocked(app) ? &reader : NULL, &dossier, err);
	size_t todo_count;
	char today[11];

	if (status)
		return status;
	clock_date(clock_now_unix(), today);
	house_facts_today(app_pack(app), dossier, today);
	*out = (struct app_history){ .building = *building,
				     .of_division = dossier->of_division,
				     .levels_signed = dossier->state.progress_count ? dossier->state.progresses[0].levels_signed : 0,
				     .state_hash = dossier->state.hash,
				     .step_count = dossier->step_count,
				     .values = value_copy(&dossier->values),
				     .facts = value_copy(&dossier->fact_values) };
	strcpy(out->division, dossier->division);
	out->told = house_fact_lines(app, dossier, &out->told_count);
	todo_count = house_asks_for_nothing(app, dossier) ? 0 : dossier->state.todo_count;
	out->next = mem_array(todo_count, sizeof(*out->next));
	out->next_count = 0;
	for (size_t i = 0; i < todo_count; i++)
		if (!blind_hides_task(app, dossier, &dossier->state.todos[i]))
			read_task(dossier, &dossier->state.todos[i], &out->next[out->next_count++]);
	out->same = dossier_joined(store, dossier, &out->same_count);
	out->steps = mem_array(out->step_count, sizeof(*out->steps));
	for (size_t i = 0; i < out->step_count; i++) {
		read_step(store, dossier, i, &out->steps[i]);
		house_delivery_note(&out->delivery, !out->steps[i].counts && dossier->slots.step_reasons[i] != FLOW_SUPERSEDED,
				    out->steps[i].delivered);
	}
	read_said(app, dossier, out);
	out->findings = mem_array(dossier->finding_count, sizeof(*out->findings));
	for (size_t i = 0; i < dossier->finding_count; i++)
		read_finding(app, dossier, &dossier->findings[i], out);
	if (!dossier->of_division)
		read_photos(app, dossier, out);
	take_out_blind(app, dossier, out);
	out->answers = answers_of(dossier->input.pack, &out->values);
	out->place = dossier->of_division ? app_place_name(app, dossier->division) : building_place(app, dossier);
	dossier_free(dossier);
	return STATUS_OK;
}

static void
release_step(struct history_step *step)
{
	free(step->kind);
	free(step->label);
	free(step->by);
	free(step->role);
	free(step->chain);
	free(step->level);
	free(step->decision);
	free(step->reason);
	free(step->why);
	return_marks_release(&step->marks);
}

void
app_history_release(struct app_history *history)
{
	for (size_t i = 0; i < history->next_count; i++) {
		free(history->next[i].chain);
		free(history->next[i].level);
		free(history->next[i].field);
		free(history->next[i].form);
		free(history->next[i].label);
		free(history->next[i].waits);
	}
	for (size_t i = 0; i < history->told_count; i++)
		free(history->told[i]);
	free(history->told);
	for (size_t i = 0; i < history->step_count; i++)
		release_step(&history->steps[i]);
	for (size_t i = 0; i < history->finding_count; i++) {
		free(history->findings[i].rule);
		free(history->findings[i].message);
		free(history->findings[i].reason);
	}
	free(history->next);
	free(history->same);
	free(history->steps);
	free(history->findings);
	free(history->answers);
	free(history->place);
	value_release(&history->values);
	value_release(&history->facts);
	*history = (struct app_history){ 0 };
}
