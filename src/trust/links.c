#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trust/state.h"

/* Logs, and which step descends from which (rules L1 to L3). */

size_t
trust_log_of(const struct trust *trust, const struct log_key *key)
{
	struct id name;

	log_name(key, &name);
	return idmap_get(&trust->log_index, &name);
}

size_t
trust_log(struct trust *trust, const struct log_key *key)
{
	struct id name;
	size_t at;

	log_name(key, &name);
	at = idmap_get(&trust->log_index, &name);
	if (at != IDMAP_NONE)
		return at;
	MEM_GROW(trust->logs, trust->log_count, trust->log_cap);
	idmap_put(&trust->log_index, &name, trust->log_count);
	trust->logs[trust->log_count] = *key;
	return trust->log_count++;
}

size_t
trust_node_of(const struct trust *trust, const struct id *id)
{
	return idmap_get(&trust->node_index, id);
}

size_t
trust_line_tip(const struct trust *trust, const struct trust_line *line)
{
	size_t node = trust_node_of(trust, &line->tip);

	if (node == TRUST_NONE || trust->nodes[node].log != line->log || trust->nodes[node].seq != line->seq)
		return TRUST_NONE;
	return node;
}

struct trust_fold_tip *
trust_tip_of_fold(const struct trust *trust, const struct log_key *log)
{
	struct id name;
	size_t at;

	if (!trust->fold)
		return NULL;
	log_name(log, &name);
	at = idmap_get(&trust->fold->logs, &name);
	return at == IDMAP_NONE ? NULL : &trust->fold->ends[at];
}

static void
note_end(struct trust *trust, const struct trust_node *node)
{
	struct trust_fold_tip *tip = trust_tip_of_fold(trust, &trust->logs[node->log]);

	if (tip && node->seq > tip->seq)
		*tip = (struct trust_fold_tip){ node->seq, node->id };
}

static bool
is_forkable(enum step_kind kind)
{
	return kind == STEP_FORM || kind == STEP_SIGNOFF || kind == STEP_WITHDRAWAL || kind == STEP_MANIFEST;
}

size_t
trust_add_node(struct trust *trust, const struct id *id, const struct step *step)
{
	struct log_key key;
	size_t at = trust_node_of(trust, id);

	if (at != TRUST_NONE || !log_of_step(step, &key))
		return at;
	at = trust->node_count;
	MEM_GROW(trust->nodes, trust->node_count, trust->node_cap);
	idmap_put(&trust->node_index, id, at);
	trust->nodes[trust->node_count++] = (struct trust_node){
		.id = *id,
		.prev = step->prev,
		.log = trust_log(trust, &key),
		.seq = step->seq,
		.forkable = is_forkable(step_kind_of(step->kind)),
	};
	note_end(trust, &trust->nodes[at]);
	return at;
}

static int
place_cmp(const void *a, const void *b, void *ctx)
{
	const struct trust *trust = ctx;
	const struct trust_node *left = &trust->nodes[*(const size_t *)a], *right = &trust->nodes[*(const size_t *)b];
	int order = left->log == right->log ? 0 : log_cmp(&trust->logs[left->log], &trust->logs[right->log]);

	return order ? order : (left->seq > right->seq) - (left->seq < right->seq);
}

/* Where the node's `prev` is here and is the step before it in its log. */
static size_t
find_before(const struct trust *trust, const struct trust_node *node)
{
	size_t at = trust_node_of(trust, &node->prev); /* no step has the number of zeros that stands for none */

	if (at == TRUST_NONE || trust->nodes[at].log != node->log || trust->nodes[at].seq != node->seq - 1)
		return TRUST_NONE;
	return at;
}

/* Puts each node on the path of the node before it when it is the longest there, else on a new one. `by_log` has the one before first. */
static void
cut_paths(struct trust *trust)
{
	size_t *heaviest = mem_array(trust->node_count, sizeof(*heaviest));

	for (size_t i = 0; i < trust->node_count; i++)
		heaviest[i] = TRUST_NONE;
	for (size_t i = trust->node_count; i-- > 0;) {
		size_t at = trust->by_log[i], before = trust->nodes[at].before;

		trust->nodes[at].length++;
		if (before == TRUST_NONE)
			continue;
		trust->nodes[before].length += trust->nodes[at].length;
		if (heaviest[before] == TRUST_NONE || trust->nodes[at].length > trust->nodes[heaviest[before]].length)
			heaviest[before] = at;
	}
	for (size_t i = 0; i < trust->node_count; i++) {
		size_t at = trust->by_log[i], before = trust->nodes[at].before;

		if (before != TRUST_NONE && heaviest[before] == at) {
			trust->nodes[at].path = trust->nodes[before].path;
			trust->nodes[at].at = trust->nodes[before].at + 1;
			continue;
		}
		MEM_GROW(trust->paths, trust->path_count, trust->path_cap);
		trust->paths[trust->path_count] = (struct trust_path){ before };
		trust->nodes[at].path = trust->path_count++;
		trust->nodes[at].at = 1;
	}
	free(heaviest);
}

/* In a log that is a single chain, what stands before a step is what stood before the receipts that are not here. */
static void
link_over_fold(struct trust *trust)
{
	for (size_t i = 1; trust->fold && i < trust->node_count; i++) {
		struct trust_node *node = &trust->nodes[trust->by_log[i]];
		const struct trust_node *before = &trust->nodes[trust->by_log[i - 1]];

		if (node->before == TRUST_NONE && node->log == before->log && trust_tip_of_fold(trust, &trust->logs[node->log]))
			node->before = trust->by_log[i - 1];
	}
}

void
trust_settle_links(struct trust *trust)
{
	trust->by_log = mem_array(trust->node_count, sizeof(*trust->by_log));
	for (size_t i = 0; i < trust->node_count; i++) {
		struct trust_node *node = &trust->nodes[i];

		trust->by_log[i] = i;
		node->before = find_before(trust, node);
		node->length = 0;
		node->rival = TRUST_NONE;
		node->out = node->lost = false;
	}
	qsort_r(trust->by_log, trust->node_count, sizeof(*trust->by_log), place_cmp, trust);
	link_over_fold(trust);
	trust->path_count = 0;
	cut_paths(trust);
}

/* The last node of the log that stands at `seq` or before; TRUST_NONE: none. */
size_t
trust_node_until(const struct trust *trust, size_t log, int64_t seq)
{
	size_t low = 0, high = trust->node_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct trust_node *node = &trust->nodes[trust->by_log[middle]];
		int order = node->log == log ? 0 : log_cmp(&trust->logs[node->log], &trust->logs[log]);

		if (order < 0 || (order == 0 && node->seq <= seq))
			low = middle + 1;
		else
			high = middle;
	}
	return low && trust->nodes[trust->by_log[low - 1]].log == log ? trust->by_log[low - 1] : TRUST_NONE;
}

void
trust_forget_links(struct trust *trust)
{
	free(trust->by_log);
	trust->by_log = NULL;
	trust->path_count = 0;
}

/* ---- marks */

void
trust_marks_init(const struct trust *trust, struct trust_marks *marks)
{
	*marks = (struct trust_marks){ .reach = mem_array(trust->path_count, sizeof(*marks->reach)) };
}

void
trust_marks_clear(struct trust_marks *marks)
{
	for (size_t i = 0; i < marks->touched_count; i++)
		marks->reach[marks->touched[i]] = 0;
	marks->touched_count = 0;
}

void
trust_marks_release(struct trust_marks *marks)
{
	free(marks->reach);
	free(marks->touched);
	*marks = (struct trust_marks){ 0 };
}

void
trust_mark(const struct trust *trust, struct trust_marks *marks, size_t node)
{
	while (node != TRUST_NONE) {
		const struct trust_node *at = &trust->nodes[node];

		if (marks->reach[at->path] >= at->at)
			return; /* what the path grows out of is marked already */
		if (marks->reach[at->path] == 0) {
			MEM_GROW(marks->touched, marks->touched_count, marks->touched_cap);
			marks->touched[marks->touched_count++] = at->path;
		}
		marks->reach[at->path] = at->at;
		node = trust->paths[at->path].up;
	}
}

bool
trust_is_marked(const struct trust *trust, const struct trust_marks *marks, size_t node)
{
	return node != TRUST_NONE && marks->reach[trust->nodes[node].path] >= trust->nodes[node].at;
}

void
trust_times_init(const struct trust *trust, struct trust_times *times)
{
	*times = (struct trust_times){ .paths = mem_array(trust->path_count, sizeof(*times->paths)), .path_count = trust->path_count };
}

void
trust_times_release(struct trust_times *times)
{
	for (size_t i = 0; i < times->path_count; i++)
		free(times->paths[i].items);
	free(times->paths);
	*times = (struct trust_times){ 0 };
}

void
trust_time_mark(const struct trust *trust, struct trust_times *times, size_t node, int64_t when)
{
	while (node != TRUST_NONE) {
		const struct trust_node *at = &trust->nodes[node];
		struct trust_spans *spans = &times->paths[at->path];

		if (spans->count && spans->items[spans->count - 1].reach >= at->at)
			return;
		MEM_GROW(spans->items, spans->count, spans->cap);
		spans->items[spans->count++] = (struct trust_span){ at->at, when };
		node = trust->paths[at->path].up;
	}
}

int64_t
trust_time(const struct trust *trust, const struct trust_times *times, size_t node)
{
	const struct trust_spans *spans;
	size_t low = 0, high;

	if (node == TRUST_NONE || trust->nodes[node].at == 0)
		return TRUST_AFTER_ALL;
	spans = &times->paths[trust->nodes[node].path];
	high = spans->count;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (spans->items[middle].reach < trust->nodes[node].at)
			low = middle + 1;
		else
			high = middle;
	}
	return low < spans->count ? spans->items[low].when : TRUST_AFTER_ALL;
}
