#include "trust/fold.h"

#include <stdlib.h>

#include "base/mem.h"
#include "trust/state.h"

void
trust_fold_begin(struct trust *trust, int64_t first, int64_t last, const struct id *base, const struct trust_fold_source *source)
{
	struct trust_fold *fold = mem_alloc(sizeof(*fold));

	*fold = (struct trust_fold){ .first = first, .last = last, .base = *base, .top = *base, .source = *source };
	trust->fold = fold;
}

void
trust_fold_log(struct trust *trust, const struct log_key *log, int64_t seq, const struct id *id)
{
	struct trust_fold *fold = trust->fold;
	struct id name;

	log_name(log, &name);
	MEM_GROW(fold->ends, fold->end_count, fold->end_cap);
	idmap_put(&fold->logs, &name, fold->end_count);
	fold->ends[fold->end_count++] = (struct trust_fold_tip){ seq, *id };
}

void
trust_fold_mark(struct trust *trust, const struct log_key *log, int64_t seq, const struct id *step, int64_t number, bool named)
{
	struct trust_fold *fold = trust->fold;

	MEM_GROW(fold->marks, fold->mark_count, fold->mark_cap);
	fold->marks[fold->mark_count++] = (struct trust_folded_line){ .line = { trust_log(trust, log), seq, *step },
								      .when = number,
								      .named = named };
	fold->sorted = false;
}

bool
trust_has_fold(const struct trust *trust)
{
	return trust->fold != NULL;
}

void
trust_fold_end(struct trust *trust)
{
	struct trust_fold *fold = trust->fold;

	if (!fold)
		return;
	idmap_release(&fold->logs);
	free(fold->ends);
	free(fold->marks);
	free(fold);
	trust->fold = NULL;
}

/* ---- what comes */

/* Is each line about a log whose steps are not followed, or does it name one that is here, or the folded receipt at the log's end? */
static bool
names_what_is_here(const struct trust *trust, const struct step *receipt)
{
	const struct value *logs = value_get_list(&receipt->data, "logs");

	for (size_t i = 0; logs && i < logs->list.count; i++) {
		const struct value *line = &logs->list.items[i];
		const struct trust_fold_tip *end;
		struct log_key key;
		struct id tip;

		if (!log_read(line, &key) || !step_data_id(line, "tip", &tip) || trust_node_of(trust, &tip) != TRUST_NONE)
			continue;
		end = trust_tip_of_fold(trust, &key);
		if (end && (!id_equal(&tip, &end->id) || value_get_integer(line, "seq", 0) != end->seq))
			return false;
	}
	return true;
}

static bool
is_next_receipt(const struct trust *trust, const struct step *step)
{
	const struct value *prior = value_get_list(&step->data, "prior");
	struct id before;

	return prior && prior->list.count == 1 && prior->list.items[0].type == VALUE_TEXT &&
	       id_from_hex(prior->list.items[0].text, &before) && id_equal(&before, &trust->fold->top) && names_what_is_here(trust, step);
}

bool
trust_fold_takes(struct trust *trust, const struct id *id, const struct step *step)
{
	enum step_kind kind = step_kind_of(step->kind);
	struct trust_fold_tip *tip;
	struct log_key log;

	if (!log_of_step(step, &log) || (step_kind_is_trust(kind) && kind != STEP_RECEIPT))
		return false;
	tip = trust_tip_of_fold(trust, &log);
	if (tip && (step->seq != tip->seq + 1 || !step->has_prev || !id_equal(&step->prev, &tip->id)))
		return false;
	/* What a folded receipt covers already came before it; of other logs about everything it is not known since when. */
	if (!tip && !*step->area && trust->fold->source.covered(trust->fold->source.ctx, &log, INT64_MAX) >= step->seq)
		return false;
	if (kind == STEP_RECEIPT && !is_next_receipt(trust, step))
		return false;
	if (tip)
		*tip = (struct trust_fold_tip){ step->seq, *id };
	if (kind == STEP_RECEIPT)
		trust->fold->top = *id;
	return true;
}

/* ---- for receipts */

/* A line may end with a folded receipt: then it is about what stands before that. */
size_t
trust_line_node(const struct trust *trust, const struct trust_line *line)
{
	size_t node = trust_line_tip(trust, line);

	if (node == TRUST_NONE && trust_node_of(trust, &line->tip) == TRUST_NONE && trust_tip_of_fold(trust, &trust->logs[line->log]))
		node = trust_node_until(trust, line->log, line->seq);
	return node;
}

static int
folded_line_cmp(const void *a, const void *b)
{
	const struct trust_folded_line *left = a, *right = b;

	return (left->when > right->when) - (left->when < right->when);
}

void
trust_fold_mark_times(struct trust *trust)
{
	struct trust_fold *fold = trust->fold;

	if (!fold->sorted && fold->mark_count)
		qsort(fold->marks, fold->mark_count, sizeof(*fold->marks), folded_line_cmp);
	fold->sorted = true;
	for (size_t i = 0; i < fold->mark_count; i++) {
		size_t node = trust_line_node(trust, &fold->marks[i].line);

		if (fold->marks[i].named)
			trust_time_mark(trust, &trust->places, node, fold->marks[i].when);
		trust_time_mark(trust, &trust->stood, node, fold->marks[i].when);
	}
}

int64_t
trust_fold_number(const struct trust *trust, const struct id *receipt)
{
	const struct trust_fold *fold = trust->fold;

	if (!fold)
		return 0;
	return id_equal(receipt, &fold->base) ? fold->last : fold->source.number(fold->source.ctx, receipt);
}
