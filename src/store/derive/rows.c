#include "store/derive/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/register.h"
#include "store/houses/building.h"
#include "store/inside.h"
#include "store/derive/waivers.h"

/* Rows of one building: the only place where rows about buildings change. */

static enum status
clear_rows(struct store *store, int64_t building, struct err *err)
{
	static const char *const literals[] = {
		"DELETE FROM signed WHERE building = :b",  "DELETE FROM returned WHERE building = :b",
		"DELETE FROM further WHERE building = :b", "DELETE FROM due WHERE building = :b",
		"DELETE FROM blind WHERE building = :b",   "DELETE FROM findings_of_rules WHERE building = :b",
		"DELETE FROM waived WHERE building = :b",  "DELETE FROM unjudged WHERE building = :b",
	};
	enum status status = STATUS_OK;

	for (size_t i = 0; i < ARRAY_LEN(literals) && !status; i++) {
		sqlite3_stmt *stmt = db_use(store->db, literals[i]);

		bind_int(stmt, ":b", building);
		status = db_done(store->db, stmt, err);
	}
	return status;
}

static enum status
write_signs(struct store *store, const struct dossier *dossier, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < dossier->state.sign_count && !status; i++) {
		const struct flow_sign *sign = &dossier->state.signs[i];
		sqlite3_stmt *stmt;

		if (!sign->effective)
			continue;
		stmt = sign->approve ? db_use(store->db, "INSERT OR IGNORE INTO signed (building, chain, root, n, level, step) "
							 "VALUES (:b, :chain, :root, :n, :level, :step)")
				     : db_use(store->db, "INSERT OR IGNORE INTO returned (building, chain, root, level, step) "
							 "VALUES (:b, :chain, :root, :level, :step)");
		bind_int(stmt, ":b", dossier->number);
		bind_text(stmt, ":chain", sign->level->chain->name);
		bind_blob(stmt, ":root", &sign->root, sign->level->chain->each ? sizeof(sign->root) : 0);
		if (sign->approve)
			bind_int(stmt, ":n", (int64_t)level_index(sign->level) + 1);
		bind_text(stmt, ":level", sign->level->name);
		bind_id(stmt, ":step", &dossier->steps[sign->step].id);
		status = db_done(store->db, stmt, err);
	}
	return status;
}

/* The tasks marked as first (of each chain and slot one, and each signature) but the one that the building's row has. */
static enum status
write_further(struct store *store, const struct dossier *dossier, struct err *err)
{
	const struct flow_state *state = &dossier->state;
	enum status status = STATUS_OK;
	int64_t n = 0;

	for (size_t i = 1; i < state->todo_count && !status; i++) {
		sqlite3_stmt *stmt;

		if (!state->todos[i].first)
			continue;
		stmt = db_use(store->db, "INSERT INTO further (building, n, task, task_name, task_chain, task_root, task_day) "
					 "VALUES (:building, :n, :task, :name, :chain, :root, :day)");
		bind_int(stmt, ":building", dossier->number);
		bind_int(stmt, ":n", ++n);
		building_bind_task(stmt, &state->todos[i]);
		status = db_done(store->db, stmt, err);
	}
	return status;
}

static enum status
write_dues(struct store *store, const struct dossier *dossier, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < dossier->state.due_count && !status; i++) {
		const struct flow_due *due = &dossier->state.dues[i];
		sqlite3_stmt *stmt = db_use(store->db,
					    "INSERT INTO due (building, n, form, field, chain, level, root, of_case, office, day) "
					    "VALUES (:building, :n, :form, :field, :chain, :level, :root, :case, :office, :day)");

		bind_int(stmt, ":building", dossier->number);
		bind_int(stmt, ":n", (int64_t)i + 1);
		bind_text(stmt, ":form", due->form ? due->form->name : NULL);
		bind_text(stmt, ":field", due->field ? due->field->name : NULL);
		bind_text(stmt, ":chain", due->level ? due->level->chain->name : NULL);
		bind_text(stmt, ":level", due->level ? due->level->name : NULL);
		bind_blob(stmt, ":root", id_is_zero(&due->root) ? NULL : &due->root, sizeof(due->root));
		bind_text(stmt, ":case", due->of_case ? due->of_case->name : NULL);
		bind_text(stmt, ":office", due->office ? due->office->name : NULL);
		bind_text(stmt, ":day", due->day);
		status = db_done(store->db, stmt, err);
	}
	return status;
}

static enum status
write_blind(struct store *store, const struct dossier *dossier, struct err *err)
{
	const struct pack *pack = dossier->input.pack;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < pack->form_count && !status; i++) {
		const struct form *form = &pack->forms[i];
		sqlite3_stmt *stmt;

		if (!dossier_stays_blind(dossier, form))
			continue;
		stmt = db_use(store->db, "INSERT INTO blind (building, form) VALUES (:b, :form)");
		bind_int(stmt, ":b", dossier->number);
		bind_text(stmt, ":form", form->name);
		status = db_done(store->db, stmt, err);
	}
	return status;
}

static enum status
write_findings(struct store *store, const struct dossier *dossier, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < dossier->finding_count && !status; i++) {
		const struct dossier_finding *finding = &dossier->findings[i];
		const struct flow_step *wrote = waiver_written_by(dossier, finding->rule);
		bool undecided = dossier_is_undecided(dossier, finding);
		sqlite3_stmt *stmt;

		if ((finding->turn == TURN_CHAIN && !undecided) || finding->kind != FINDING_FIRES)
			continue;
		stmt = db_use(store->db, "INSERT OR IGNORE INTO findings_of_rules (building, rule, level, kind, undecided, author) "
					 "VALUES (:b, :rule, :level, :kind, :undecided, :author)");
		bind_int(stmt, ":undecided", undecided);
		bind_int(stmt, ":b", dossier->number);
		bind_text(stmt, ":rule", finding->rule->id);
		bind_text(stmt, ":level", rule_level_name(finding->rule->level));
		bind_int(stmt, ":kind", finding->rule->kind);
		bind_blob(stmt, ":author", wrote ? &wrote->author->id : NULL, wrote ? sizeof(wrote->author->id) : 0);
		status = db_done(store->db, stmt, err);
	}
	return status;
}

/* What one credential wrote, or several: rules of the house that nobody judged. */
struct unjudged {
	const struct id *author; /* NULL: several */
	bool undecided;
	struct buf rules;
};

static int
finding_order(const void *a, const void *b)
{
	const struct dossier_finding *const *left = a, *const *right = b;

	return strcmp((*left)->rule->id, (*right)->rule->id);
}

static bool
fires(const struct dossier *dossier, const struct rule *rule)
{
	for (size_t i = 0; i < dossier->finding_count; i++)
		if (dossier->findings[i].rule == rule && dossier->findings[i].kind == FINDING_FIRES)
			return true;
	return false;
}

static void
add_unjudged(struct unjudged **list, size_t *count, size_t *cap, const struct id *author, bool undecided, const char *rule)
{
	size_t i = 0;

	while (i < *count &&
	       ((*list)[i].undecided != undecided || !(*list)[i].author != !author || (author && !id_equal((*list)[i].author, author))))
		i++;
	if (i == *count) {
		MEM_GROW(*list, *count, *cap);
		(*list)[(*count)++] = (struct unjudged){ .author = author, .undecided = undecided };
	}
	buf_printf(&(*list)[i].rules, "[%s]", rule);
}

static enum status
write_unjudged(struct store *store, const struct dossier *dossier, struct err *err)
{
	const struct dossier_finding **sorted = mem_array(dossier->finding_count + 1, sizeof(struct dossier_finding *));
	struct unjudged *list = NULL;
	size_t sorted_count = 0, count = 0, cap = 0;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < dossier->finding_count; i++)
		if (dossier->findings[i].kind != FINDING_FIRES && !fires(dossier, dossier->findings[i].rule))
			sorted[sorted_count++] = &dossier->findings[i];
	if (sorted_count)
		qsort(sorted, sorted_count, sizeof(struct dossier_finding *), finding_order);
	for (size_t i = 0; i < sorted_count; i++) {
		const struct flow_step *wrote = waiver_written_by(dossier, sorted[i]->rule);
		bool undecided = dossier_is_undecided(dossier, sorted[i]);

		if ((sorted[i]->turn != TURN_CHAIN || undecided) && (i == 0 || sorted[i - 1]->rule != sorted[i]->rule))
			add_unjudged(&list, &count, &cap, wrote ? &wrote->author->id : NULL, undecided, sorted[i]->rule->id);
	}
	for (size_t i = 0; i < count; i++) {
		sqlite3_stmt *stmt = db_use(store->db, "INSERT INTO unjudged (building, author, undecided, rules) "
						       "VALUES (:b, :author, :undecided, :rules)");

		bind_int(stmt, ":b", dossier->number);
		bind_blob(stmt, ":author", list[i].author ? (const void *)list[i].author : "", list[i].author ? ID_BYTES : 0);
		bind_int(stmt, ":undecided", list[i].undecided);
		bind_text(stmt, ":rules", buf_text(&list[i].rules));
		if (!status)
			status = db_done(store->db, stmt, err);
		buf_release(&list[i].rules);
	}
	free(list);
	free(sorted);
	return status;
}

/* The slots of a form that repeats; one in conflict has no values. */
static enum status
write_slots(struct store *store, const struct dossier *dossier, const struct form *form, bool had_rows, struct err *err)
{
	enum status status = had_rows ? register_remove_slots(store->registrar, form, dossier->number, err) : STATUS_OK;
	size_t count;
	struct eval_slot *slots = dossier_form_slots(store, dossier, form, NULL, &count);

	if (!status && count)
		status = register_put_slots(store->registrar, form, dossier->number, slots, count, err);
	dossier_form_slots_free(slots, count);
	return status;
}

static enum status
write_values(struct store *store, const struct dossier *dossier, bool had_rows, struct err *err)
{
	const struct pack *pack = dossier->input.pack;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < pack->form_count && !status; i++) {
		const struct form *form = &pack->forms[i];
		const struct value *values = dossier_values(dossier, form->name);
		struct eval_photo *photos = NULL;
		const struct flow_step *head;
		size_t count = 0;

		if (form->repeat) {
			status = write_slots(store, dossier, form, had_rows, err);
			continue;
		}
		if (had_rows)
			status = register_remove_form(store->registrar, form, dossier->number, err);
		if (status || !values)
			continue;
		head = dossier_head(dossier, form->name);
		if (head) {
			count = head->step->photo_count;
			photos = dossier_photos(store, head->step, NULL);
		}
		status = register_put_form(store->registrar, form, dossier->number, values, photos, count, err);
		free(photos);
	}
	if (!status)
		status = register_put_facts(store->registrar, dossier->number, &dossier->fact_values, err);
	return status;
}

enum status
rows_write(struct store *store, const struct dossier *dossier, bool had_rows, struct err *err)
{
	enum status status = had_rows ? clear_rows(store, dossier->number, err) : STATUS_OK;

	if (!status)
		status = building_write(store, dossier, err);
	if (!status)
		status = write_signs(store, dossier, err);
	if (!status)
		status = write_further(store, dossier, err);
	if (!status)
		status = write_dues(store, dossier, err);
	if (!status)
		status = write_blind(store, dossier, err);
	if (!status)
		status = write_findings(store, dossier, err);
	if (!status)
		status = write_unjudged(store, dossier, err);
	if (!status)
		status = waivers_write(store, dossier, err);
	if (!status)
		status = write_values(store, dossier, had_rows, err);
	for (size_t i = 0; store->watch && i < dossier->step_count; i++)
		store->watch(dossier->gathered[i].n, dossier->slots.step_reasons[i], dossier->steps[i].trust, store->watch_ctx);
	store->derived++;
	return status;
}
