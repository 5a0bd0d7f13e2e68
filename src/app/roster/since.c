#include "app/roster/since.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "step/log.h"
#include "trust/covers.h"
#include "trust/receipts.h"

/* What was signed since a step. A clock may be behind: that a step names another proves that it came later, whatever its author said of the time. */

/* ---- what names what */

struct since_naming {
	const struct dossier *dossier;
	size_t *begins; /* per step: where those that name it begin in `by`, and one more for the end */
	size_t *by;	/* indexes of steps; NULL: they are being counted */
};

static void
note_named(struct since_naming *naming, const struct id *id, size_t by)
{
	size_t at = idmap_get(&naming->dossier->slots.steps, id);

	if (at == IDMAP_NONE || at == by)
		return;
	if (naming->by)
		naming->by[--naming->begins[at]] = by;
	else
		naming->begins[at]++;
}

static void
note_list(struct since_naming *naming, const struct value *ids, size_t by)
{
	struct id id;

	for (size_t i = 0; ids && i < ids->list.count; i++)
		if (ids->list.items[i].type == VALUE_TEXT && id_from_hex(ids->list.items[i].text, &id))
			note_named(naming, &id, by);
}

static void
note_step(struct since_naming *naming, size_t by)
{
	const struct flow_step *flow = &naming->dossier->steps[by];
	const struct step *step = flow->step;
	size_t first = 0, count = flow->sign ? flow_signoff_items(flow, &naming->dossier->root, &first) : 0;

	for (size_t i = 0; i < step->parent_count; i++)
		note_named(naming, &step->parents[i], by);
	if (step->has_prev)
		note_named(naming, &step->prev, by);
	if (step->has_after)
		note_named(naming, &step->after, by);
	note_list(naming, value_get_list(&step->data, "_upon"), by);
	for (size_t i = 0; i < count; i++)
		note_list(naming, value_get_list(flow_signoff_item(flow, first + i), "covers"), by);
}

/* Marks what names the version, and what names that. */
static void
mark_named(const struct dossier *dossier, size_t version, bool *since)
{
	struct since_naming naming = { .dossier = dossier, .begins = mem_array(dossier->step_count + 1, sizeof(*naming.begins)) };
	size_t *todo = mem_array(dossier->step_count + 1, sizeof(*todo)), count = 0, all = 0;

	for (size_t i = 0; i < dossier->step_count; i++)
		note_step(&naming, i);
	for (size_t i = 0; i <= dossier->step_count; i++) /* the ends, from which the second round goes down */
		naming.begins[i] = all += naming.begins[i];
	naming.by = mem_array(all + 1, sizeof(*naming.by));
	for (size_t i = 0; i < dossier->step_count; i++)
		note_step(&naming, i);
	todo[count++] = version;
	while (count) {
		size_t at = todo[--count];

		for (size_t i = naming.begins[at]; i < naming.begins[at + 1]; i++)
			if (naming.by[i] != version && !since[naming.by[i]]) {
				since[naming.by[i]] = true;
				todo[count++] = naming.by[i];
			}
	}
	free(naming.begins);
	free(naming.by);
	free(todo);
}

/* ---- what nothing names */

struct since_meeting {
	const struct trust *trust;
	const struct flow_step *version;
	struct log_key log;
	bool has_log;
	int64_t cover; /* the first receipt that covers the version; 0: none */
};

/* Did the author of one know a receipt that covers the other? */
static bool
knew(const struct trust *trust, const struct flow_step *author, const struct flow_step *other, const struct log_key *log)
{
	int64_t number = author->step->has_anchor ? trust_receipt_no(trust, &author->step->anchor) : 0;

	return number && trust_covers(trust, number, log, other->step->seq, &other->id);
}

/* Of a step that does not name the version. Only what is before by its author's word and against no receipt is before. */
static bool
is_since(const struct since_meeting *meeting, const struct flow_step *flow)
{
	const struct flow_step *version = meeting->version;
	struct log_key log;

	if (!meeting->has_log || !log_of_step(flow->step, &log))
		return flow->step->at_unix >= version->step->at_unix;
	if (log_equal(&log, &meeting->log))
		return flow->step->seq > version->step->seq;
	if (knew(meeting->trust, flow, version, &meeting->log))
		return true;
	if (knew(meeting->trust, version, flow, &log))
		return false;
	if (meeting->cover && !trust_covers(meeting->trust, meeting->cover, &log, flow->step->seq, &flow->id))
		return true;
	return flow->step->at_unix >= version->step->at_unix;
}

bool *
since_version(const struct trust *trust, const struct dossier *dossier, size_t version)
{
	struct since_meeting meeting = { .trust = trust, .version = &dossier->steps[version] };
	bool *since = mem_array(dossier->step_count + 1, sizeof(*since));

	meeting.has_log = log_of_step(meeting.version->step, &meeting.log);
	if (meeting.has_log)
		meeting.cover = trust_first_cover(trust, &meeting.log, meeting.version->step->seq, &meeting.version->id);
	mark_named(dossier, version, since);
	for (size_t i = 0; i < dossier->step_count; i++)
		since[i] = i != version && (since[i] || is_since(&meeting, &dossier->steps[i]));
	return since;
}

bool
since_in_one_act(const struct dossier *dossier, size_t version, size_t next)
{
	const struct flow_step *one = &dossier->steps[version], *other = &dossier->steps[next];
	const struct step *step = other->step;

	return one->author && other->author && strcmp(one->author->person, other->author->person) == 0 &&
	       memcmp(&step->device, &one->step->device, sizeof(step->device)) == 0 &&
	       ((step->has_prev && id_equal(&step->prev, &one->id)) || (step->has_after && id_equal(&step->after, &one->id)));
}
