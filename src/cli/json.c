#include "app/session/json.h"
#include "cli/json.h"

#include <stdio.h>

/* What --json prints of houses, and what of it has no file of its own: one name stands for one thing in all of them. */

void
cli_print_json(const struct value *value)
{
	struct buf text = { 0 };

	app_json(value, &text);
	printf("%s\n", buf_text(&text));
	buf_release(&text);
}

/* ---- what is drawn */

void
json_print_sample(const struct sample *sample)
{
	struct value line = value_object(), strata = value_list(), houses = value_list();
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; i < sample->stratum_count; i++) {
		struct value stratum = value_object();

		value_set_text(&stratum, "value", sample->strata[i].value);
		value_set_integer(&stratum, "houses", (int64_t)sample->strata[i].houses);
		value_set_text(&stratum, "hash", id_hex(&sample->strata[i].hash, hex));
		value_set_integer(&stratum, "wanted", (int64_t)sample->strata[i].wanted);
		value_append_take(&strata, stratum);
	}
	for (size_t i = 0; i < sample->house_count; i++) {
		const struct sample_stratum *stratum = &sample->strata[sample->houses[i].stratum];
		struct value house = value_object();

		value_set_text(&house, "building", id_hex(&sample->houses[i].root, hex));
		value_set_text(&house, "value", stratum->value);
		value_set_integer(&house, "rank", (int64_t)sample->houses[i].rank);
		value_set_take(&house, "spare", value_boolean(sample->houses[i].rank > stratum->wanted));
		value_append_take(&houses, house);
	}
	value_set_integer(&line, "receipt", sample->receipt);
	value_set_text(&line, "receipt_id", id_hex(&sample->receipt_id, hex));
	value_set_text(&line, "date", sample->received);
	value_set_take(&line, "strata", strata);
	value_set_take(&line, "houses", houses);
	cli_print_json(&line);
	value_release(&line);
}

/* ---- what is due */

void
json_print_due(const struct pack *pack, const struct due_row *rows, size_t count)
{
	struct value list = value_list();
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; i < count; i++) {
		const struct deadline *deadline;
		struct value line = value_object(), by = value_list();

		if (!rows[i].form || !rows[i].form->of_division)
			value_set_text(&line, "building", id_hex(&rows[i].building, hex));
		value_set_text(&line, "division", rows[i].division);
		if (house_rank_code(pack, rows[i].rank))
			value_set_text(&line, "summary", house_rank_code(pack, rows[i].rank));
		if (rows[i].form)
			value_set_text(&line, "form", rows[i].form->name);
		if (rows[i].field)
			value_set_text(&line, "field", rows[i].field->name);
		if (rows[i].level) {
			value_set_text(&line, "chain", rows[i].level->chain->name);
			value_set_text(&line, "level", rows[i].level->name);
		}
		if (rows[i].of_case)
			value_set_text(&line, "case", rows[i].of_case->name);
		if (rows[i].office)
			value_set_text(&line, "office", rows[i].office->name);
		if (rows[i].gone)
			value_set_take(&line, "taken_out", value_boolean(true));
		if (!id_is_zero(&rows[i].counted_as))
			value_set_text(&line, "counted_as", id_hex(&rows[i].counted_as, hex));
		if (!id_is_zero(&rows[i].root))
			value_set_text(&line, "root", id_hex(&rows[i].root, hex));
		deadline = rows[i].level			 ? rows[i].level->deadline
			   : rows[i].field && rows[i].field->due ? rows[i].field->due
								 : rows[i].form->deadline;
		if (deadline)
			value_set_text(&line, "deadline", deadline->name);
		value_set_text(&line, "date", rows[i].day);
		value_set_integer(&line, "days", rows[i].days);
		for (size_t r = 0; r < due_by(&rows[i])->count; r++)
			value_append_take(&by, value_text(due_by(&rows[i])->items[r]));
		value_set_take(&line, "by", by);
		value_append_take(&list, line);
	}
	cli_print_json(&list);
	value_release(&list);
}

/* ---- rosters */

void
json_print_batches(const struct roster_batch *batches, size_t count)
{
	struct value list = value_list();

	for (size_t i = 0; i < count; i++) {
		struct value line = value_object();

		value_set_text(&line, "import", batches[i].batch);
		value_set_integer(&line, "houses", batches[i].houses);
		value_set_integer(&line, "taken_out", batches[i].gone);
		value_set_integer(&line, "corrected", batches[i].corrected);
		value_set_integer(&line, "corrected_stand", batches[i].stand);
		value_append_take(&list, line);
	}
	cli_print_json(&list);
	value_release(&list);
}

/* ---- what is settled by persons */

static void
set_id(struct value *object, const char *name, const struct id *id)
{
	char hex[ID_HEX_LEN + 1];

	value_set_text(object, name, id_hex(id, hex));
}

static struct value
rival(const struct app_rival *at)
{
	struct value out = value_object();

	set_id(&out, "step", &at->step);
	value_set_text(&out, "kind", at->kind);
	value_set_text(&out, "by", at->by);
	value_set_text(&out, "at", *at->at ? at->at : NULL);
	value_set_take(&out, "keeps", value_boolean(at->keeps));
	value_set_integer(&out, "steps", at->steps);
	return out;
}

static struct value
fork_questions(const struct app_questions *questions)
{
	struct value forks = value_list();

	for (size_t i = 0; i < questions->fork_count; i++) {
		const struct app_fork *at = &questions->forks[i];
		struct value out = value_object(), people = value_list(), rivals = value_list();
		char hex[ID_HEX_LEN + 1];

		for (size_t p = 0; p < at->people_count; p++)
			value_append_take(&people, value_text(at->people[p]));
		for (size_t r = 0; r < at->rival_count; r++)
			value_append_take(&rivals, rival(&at->rivals[r]));
		value_set_take(&out, "people", people);
		value_set_take(&out, "own", value_boolean(at->own));
		value_set_text(&out, "author", id_hex(&at->author, hex));
		value_set_text(&out, "device", device_hex(&at->device, hex));
		value_set_text(&out, "area", at->area);
		value_set_integer(&out, "epoch", at->epoch);
		value_set_integer(&out, "seq", at->seq);
		value_set_take(&out, "settled", value_boolean(at->settled));
		value_set_take(&out, "rivals", rivals);
		value_append_take(&forks, out);
	}
	return forks;
}

void
json_print_questions(const struct app_questions *questions)
{
	static const char *const clues[TWIN_CLUE_COUNT] = {
		[TWIN_PROPOSED] = "proposed", [TWIN_NUMBER] = "number",	     [TWIN_PHOTO] = "photo", [TWIN_PICTURE] = "picture",
		[TWIN_ADDRESS] = "address",   [TWIN_ID] = "identity number", [TWIN_OWNER] = "owner", [TWIN_DOORS] = "owner, another door"
	};
	struct value out = value_object(), same = value_list(), joined = value_list();

	for (size_t i = 0; i < questions->twin_count; i++) {
		struct value line = value_object();

		set_id(&line, "building", &questions->twins[i].building);
		set_id(&line, "other", &questions->twins[i].other);
		value_set_text(&line, "why", clues[questions->twins[i].clue]);
		value_append_take(&same, line);
	}
	for (size_t i = 0; i < questions->joined_count; i++) {
		struct value line = value_object();

		set_id(&line, "building", &questions->joined[i].building);
		set_id(&line, "other", &questions->joined[i].other);
		set_id(&line, "step", &questions->joined[i].decision);
		value_append_take(&joined, line);
	}
	value_set_take(&out, "forks", fork_questions(questions));
	value_set_take(&out, "same", same);
	value_set_take(&out, "joined", joined);
	cli_print_json(&out);
	value_release(&out);
}

void
json_print_versions(const struct app_versions *versions)
{
	struct value out = value_list();

	for (size_t i = 0; i < versions->count; i++) {
		const struct app_version *version = &versions->items[i];
		struct value line = value_object(), photos = value_object();

		for (size_t p = 0; p < version->photo_count; p++)
			set_id(&photos, version->photos[p].field, &version->photos[p].id);
		set_id(&line, "step", &version->step);
		value_set_text(&line, "by", version->by);
		value_set_text(&line, "at", version->at);
		value_set_take(&line, "photos", photos);
		if (version->has_private)
			value_set_take(&line, "private_open", value_boolean(version->private_open));
		value_set_take(&line, "values", value_lend(&version->values));
		value_append_take(&out, line);
	}
	cli_print_json(&out);
	value_release(&out);
}

/* ---- the register */

void
json_print_status(const struct app_status *status, const char *area, bool list)
{
	struct value out = value_object(), tasks = value_object(), levels = value_list(), rows = value_list();

	for (size_t i = 0; i < TASK_COUNT; i++)
		value_set_integer(&tasks, flow_task_word((enum flow_task)i), status->by_task[i]);
	for (size_t i = 0; i < status->level_count; i++) {
		struct value line = value_object();

		value_set_text(&line, "level", status->levels[i].name);
		value_set_text(&line, "label", status->levels[i].label);
		value_set_integer(&line, "buildings", status->levels[i].buildings);
		if (status->levels[i].gone)
			value_set_take(&line, "gone", value_boolean(true));
		value_append_take(&levels, line);
	}
	for (size_t i = 0; i < status->row_count; i++) {
		const struct status_building *row = &status->rows[i];
		struct value line = value_object();

		set_id(&line, "building", &row->building);
		value_set_text(&line, "division", row->division);
		value_set_text(&line, "task", flow_task_word(row->task));
		value_set_text(&line, "name", row->name);
		value_set_text(&line, "label", row->label);
		value_set_integer(&line, "signed_levels", row->levels_signed);
		value_append_take(&rows, line);
	}
	value_set_text(&out, "area", area);
	value_set_text(&out, "name", status->county);
	value_set_integer(&out, "buildings", status->buildings);
	value_set_integer(&out, "signed_by_all", status->done);
	value_set_integer(&out, "with_added_question", status->added);
	value_set_integer(&out, "joined", status->joined);
	value_set_integer(&out, "gone", status->gone);
	value_set_integer(&out, "steps", status->steps);
	value_set_integer(&out, "pending", status->pending);
	value_set_integer(&out, "contending_foundings", (int64_t)status->contending);
	value_set_take(&out, "tasks", tasks);
	value_set_take(&out, "signed_up_to", levels);
	set_id(&out, "state_hash", &status->state_hash);
	if (list)
		value_set_take(&out, "list", rows);
	else
		value_release(&rows);
	cli_print_json(&out);
	value_release(&out);
}

static struct value
history_task(const struct history_task *task)
{
	struct value line = value_object();

	value_set_text(&line, "task", flow_task_word(task->task));
	value_set_text(&line, "chain", task->chain);
	value_set_text(&line, "level", task->level);
	value_set_text(&line, "form", task->form);
	if (task->field)
		value_set_text(&line, "field", task->field);
	value_set_text(&line, "label", task->label);
	if (task->waits)
		value_set_text(&line, "waits", task->waits);
	return line;
}

static struct value
history_step(const struct history_step *step)
{
	struct value line = value_object();

	set_id(&line, "step", &step->id);
	value_set_text(&line, "kind", step->kind);
	value_set_text(&line, "label", step->label);
	value_set_text(&line, "at", step->at);
	value_set_text(&line, "by", step->by);
	value_set_text(&line, "role", step->role);
	value_set_text(&line, "chain", step->chain);
	value_set_text(&line, "level", step->level);
	value_set_text(&line, "decision", step->decision);
	value_set_text(&line, "reason", step->reason);
	if (step->has_marks)
		value_set_take(&line, "errors", return_marks_value(&step->marks));
	value_set_take(&line, "counts", value_boolean(step->counts));
	value_set_take(&line, "delivered", value_boolean(step->delivered));
	if (step->missing)
		value_set_integer(&line, "missing", step->missing);
	if (!id_is_zero(&step->other)) {
		set_id(&line, "with", &step->other);
		value_set_take(&line, "waits", value_boolean(step->waits));
	}
	value_set_text(&line, "why", step->why);
	return line;
}

static struct value
history_finding(const struct history_finding *finding)
{
	struct value line = value_object();

	value_set_text(&line, "rule", finding->rule);
	value_set_text(&line, "level", rule_level_name(finding->level));
	value_set_take(&line, "judged", value_boolean(finding->judged));
	value_set_text(&line, "message", finding->message);
	value_set_text(&line, "reason", finding->reason);
	return line;
}

void
json_print_history(const struct app_history *history)
{
	struct value out = value_object(), next = value_list(), same = value_list(), steps = value_list(), findings = value_list();
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; i < history->next_count; i++)
		value_append_take(&next, history_task(&history->next[i]));
	for (size_t i = 0; i < history->same_count; i++)
		value_append_take(&same, value_text(id_hex(&history->same[i], hex)));
	for (size_t i = 0; i < history->step_count; i++)
		value_append_take(&steps, history_step(&history->steps[i]));
	for (size_t i = 0; i < history->finding_count; i++)
		value_append_take(&findings, history_finding(&history->findings[i]));
	if (!history->of_division)
		set_id(&out, "building", &history->building);
	value_set_text(&out, "division", history->division);
	value_set_integer(&out, "signed_levels", (int64_t)history->levels_signed);
	set_id(&out, "state_hash", &history->state_hash);
	value_set_take(&out, "next", next);
	value_set_take(&out, "delivered", value_boolean(!history->delivery.undelivered));
	value_set_integer(&out, "not_delivered", (int64_t)history->delivery.undelivered);
	value_set_integer(&out, "not_counting", (int64_t)history->delivery.idle);
	value_set_take(&out, "same", same);
	value_set_take(&out, "steps", steps);
	value_set_take(&out, "values", value_lend(&history->values));
	value_set_take(&out, "facts", value_lend(&history->facts));
	value_set_take(&out, "findings", findings);
	cli_print_json(&out);
	value_release(&out);
}

void
json_print_board(const struct board_table *table)
{
	struct value rows = value_list();

	for (size_t i = 0; i < table->count; i++) {
		const struct board_row *row = &table->rows[i];
		struct value line = value_object();

		value_set_text(&line, "code", row->code);
		value_set_text(&line, "name", row->name);
		value_set_integer(&line, "houses", row->houses);
		value_set_integer(&line, "errors", row->by_level[RULE_ERROR]);
		value_set_integer(&line, "warnings", row->by_level[RULE_WARNING]);
		value_set_integer(&line, "notes", row->by_level[RULE_INFO]);
		value_set_integer(&line, "unjudged", row->unjudged);
		value_set_integer(&line, "undecided", row->undecided);
		value_set_integer(&line, "waived", row->waived);
		value_set_integer(&line, "proved", row->proved);
		value_append_take(&rows, line);
	}
	cli_print_json(&rows);
	value_release(&rows);
}

void
json_print_finding(const struct app_finding *finding)
{
	struct value line = value_object();
	struct buf text = { 0 };

	set_id(&line, "building", finding->building);
	value_set_text(&line, "rule", finding->rule);
	value_set_text(&line, "level", rule_level_name(finding->level));
	value_set_integer(&line, "kind", finding->kind);
	value_set_take(&line, "judged", value_boolean(finding->judged));
	value_set_take(&line, "undecided", value_boolean(finding->undecided));
	value_set_take(&line, "waived", value_boolean(finding->waived));
	if (finding->text)
		value_set_text(&line, "text", finding->text);
	app_json(&line, &text);
	fputs(buf_text(&text), stdout);
	buf_release(&text);
	value_release(&line);
}
