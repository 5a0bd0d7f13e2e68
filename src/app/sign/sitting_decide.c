#include "app/sign/sitting_state.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/returned.h"
#include "base/mem.h"

/* Deciding house by house, or the rest together, and taking it back. */

void
sitting_past_release(struct sitting_past *past)
{
	return_marks_release(&past->marks);
	free(past->reason);
}

static void
remember(struct sitting *sitting, size_t index, unsigned act, bool decided)
{
	const struct sitting_house *house = &sitting->houses[index];
	struct sitting_past past = { .index = index,
				     .act = act,
				     .decided = decided,
				     .decision = house->decision,
				     .in_bulk = house->in_bulk,
				     .reason = house->reason ? mem_strdup(house->reason) : NULL };

	for (size_t i = 0; i < house->marks.count; i++)
		return_marks_add(&past.marks, house->marks.items[i].field, house->marks.items[i].kind);
	MEM_GROW(sitting->past, sitting->past_count, sitting->past_cap);
	sitting->past[sitting->past_count++] = past;
}

static void
take_back(struct sitting *sitting)
{
	struct sitting_past *past = &sitting->past[--sitting->past_count];
	struct sitting_house *house = &sitting->houses[past->index];

	house->decision = past->decision;
	house->in_bulk = past->in_bulk;
	return_marks_release(&house->marks);
	free(house->reason);
	house->marks = past->marks;
	house->reason = past->reason;
}

size_t
sitting_undo(struct sitting *sitting)
{
	size_t at = SIZE_MAX;
	bool decided = false;

	while (sitting->past_count && !decided) {
		unsigned act = sitting->past[sitting->past_count - 1].act;

		if (at != SIZE_MAX && sitting->past[sitting->past_count - 1].index != at) /* ticks of a house that was not decided */
			break;
		while (sitting->past_count && sitting->past[sitting->past_count - 1].act == act) {
			const struct sitting_past *past = &sitting->past[sitting->past_count - 1];

			at = past->index;
			decided |= past->decided && past->decision != sitting->houses[at].decision;
			take_back(sitting);
		}
	}
	while (decided && sitting->past_count && sitting->past[sitting->past_count - 1].index == at &&
	       !sitting->past[sitting->past_count - 1].decided)
		take_back(sitting); /* the marks and words that belong to it */
	if (at != SIZE_MAX)
		sitting_keep(sitting);
	return at;
}

bool
sitting_undo_tick(struct sitting *sitting, size_t index)
{
	const struct sitting_past *past = sitting->past_count ? &sitting->past[sitting->past_count - 1] : NULL;

	if (!past || past->index != index || past->decided)
		return false;
	take_back(sitting);
	sitting_keep(sitting);
	return true;
}

void
sitting_opened(struct sitting *sitting, size_t index)
{
	if (!sitting->houses[index].opened) {
		sitting->houses[index].opened = true;
		sitting_keep(sitting);
	}
}

void
sitting_decide(struct sitting *sitting, size_t index, enum decision decision)
{
	remember(sitting, index, ++sitting->acts, true);
	sitting->houses[index].decision = decision;
	sitting->houses[index].in_bulk = false;
	sitting_keep(sitting);
}

void
sitting_tick(struct sitting *sitting, size_t index, const char *field, int kind)
{
	remember(sitting, index, ++sitting->acts, false);
	return_marks_toggle(&sitting->houses[index].marks, field, kind);
	sitting_keep(sitting);
}

void
sitting_move_tick(struct sitting *sitting, size_t index, const char *from, const char *to, int kind)
{
	remember(sitting, index, ++sitting->acts, false);
	return_marks_toggle(&sitting->houses[index].marks, from, kind);
	return_marks_toggle(&sitting->houses[index].marks, to, kind);
	sitting_keep(sitting);
}

void
sitting_set_reason(struct sitting *sitting, size_t index, const char *reason)
{
	const char *before = sitting->houses[index].reason;

	free(sitting->houses[index].typing);
	sitting->houses[index].typing = NULL;
	if (strcmp(before ? before : "", reason) == 0)
		return;
	remember(sitting, index, ++sitting->acts, false);
	free(sitting->houses[index].reason);
	sitting->houses[index].reason = mem_strdup(reason);
	sitting_keep(sitting);
}

void
sitting_type_reason(struct sitting *sitting, size_t index, const char *words)
{
	struct sitting_house *house = &sitting->houses[index];
	const char *before = house->typing ? house->typing : house->reason ? house->reason : "";

	if (strcmp(before, words) == 0)
		return;
	free(house->typing);
	house->typing = mem_strdup(words);
	sitting_keep(sitting);
}

size_t
sitting_sample_left(const struct sitting *sitting)
{
	size_t left = 0, undecided = 0;

	for (size_t i = 0; i < sitting->count; i++) {
		const struct sitting_house *house = &sitting->houses[i];

		left += house->sample && (!house->opened || house->decision == DECISION_NONE);
		undecided += house->bulk && !house->sample && house->decision == DECISION_NONE;
	}
	return undecided ? left : SIZE_MAX;
}

size_t
sitting_bulk(struct sitting *sitting)
{
	size_t count = 0;

	if (sitting_sample_left(sitting) != 0)
		return 0;
	sitting->acts++;
	for (size_t i = 0; i < sitting->count; i++) {
		struct sitting_house *house = &sitting->houses[i];

		if (house->bulk && house->decision == DECISION_NONE) {
			remember(sitting, i, sitting->acts, true);
			house->decision = DECISION_APPROVE;
			house->in_bulk = true;
			count++;
		}
	}
	sitting_keep(sitting);
	return count;
}

void
sitting_counts(const struct sitting *sitting, size_t counts[4])
{
	memset(counts, 0, 4 * sizeof(*counts));
	for (size_t i = 0; i < sitting->count; i++)
		counts[sitting->houses[i].decision]++;
}
