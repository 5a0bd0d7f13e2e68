#include "flow/progress.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* How far each chain has come: which approvals stand one on the other, and under which pack. */

/* The approvals over one cover: the first of each level, by id. */
struct flow_tally {
	size_t effective[CHAIN_LEVELS_MAX + 1]; /* behind the last level none */
	size_t levels_signed;
};

static struct flow_tally *
tally_signs(const struct flow_judging *judging)
{
	struct flow_state *out = judging->out;
	struct flow_tally *tallies = mem_array(out->cover_count, sizeof(*tallies));

	for (size_t i = 0; i < out->cover_count; i++)
		for (size_t level = 0; level < ARRAY_LEN(tallies[i].effective); level++)
			tallies[i].effective[level] = SIZE_MAX;
	for (size_t i = out->sign_count; i-- > 0;)
		if (out->signs[i].effective && out->signs[i].approve)
			tallies[out->signs[i].cover].effective[level_index(out->signs[i].level)] = i;
	for (size_t i = 0; i < out->cover_count; i++)
		while (tallies[i].effective[tallies[i].levels_signed] != SIZE_MAX)
			tallies[i].levels_signed++;
	return tallies;
}

/* Which of two covers that hold all there is to sign is the chain carried on under? The one that has come to its end, or further; else the pack in force's,
 * else the newer pack's. */
static bool
is_further(const struct flow_judging *judging, const struct flow_tally *tallies, size_t cover, size_t than)
{
	const struct flow_cover *a = &judging->out->covers[cover], *b = &judging->out->covers[than];
	bool a_done = tallies[cover].levels_signed == a->chain->level_count, b_done = tallies[than].levels_signed == b->chain->level_count;

	if (a_done != b_done)
		return a_done;
	if (tallies[cover].levels_signed != tallies[than].levels_signed)
		return tallies[cover].levels_signed > tallies[than].levels_signed;
	if ((a->pack == judging->input->pack) != (b->pack == judging->input->pack))
		return a->pack == judging->input->pack;
	return a->pack->version > b->pack->version;
}

static void
add_progress(struct flow_judging *judging, size_t *cap, size_t cover)
{
	struct flow_state *out = judging->out;

	MEM_GROW(out->progresses, out->progress_count, *cap);
	out->progresses[out->progress_count++] = (struct flow_progress){ .chain = out->covers[cover].chain,
									 .root = out->covers[cover].root,
									 .cover = cover };
}

void
find_progresses(struct flow_judging *judging)
{
	const struct pack *pack = judging->input->pack;
	size_t cap = 0;

	for (size_t c = 0; c < pack->chain_count; c++) {
		const struct chain *chain = &pack->chains[c];

		if (!chain->each)
			add_progress(judging, &cap, cover_of(judging, pack, chain, NULL));
		for (size_t i = 0; i < judging->slots->slot_count; i++)
			if (judging->slots->slots[i].form == chain->each)
				add_progress(judging, &cap, cover_of(judging, pack, chain, &judging->slots->slots[i].repeat_root));
	}
}

void
judge_progresses(struct flow_judging *judging)
{
	struct flow_state *out = judging->out;
	struct flow_tally *tallies;
	struct idmap by_place = { 0 };

	tallies = tally_signs(judging);
	for (size_t i = 0; i < out->progress_count; i++) {
		struct id place = cover_place(out->progresses[i].chain->name, &out->progresses[i].root);

		idmap_put(&by_place, &place, i);
		out->progresses[i].best = out->progresses[i].cover;
	}
	for (size_t i = 0; i < out->cover_count; i++) {
		struct id place = cover_place(out->covers[i].chain->name, &out->covers[i].root);
		size_t at = idmap_get(&by_place, &place);
		struct flow_progress *progress = at == IDMAP_NONE ? NULL : &out->progresses[at];

		if (progress && is_further(judging, tallies, i, progress->best) && cover_holds(out, i, progress->cover))
			progress->best = i;
	}
	for (size_t i = 0; i < out->progress_count; i++) {
		struct flow_progress *progress = &out->progresses[i];
		const struct flow_tally *tally = &tallies[progress->best];

		progress->chain = out->covers[progress->best].chain;
		progress->levels_signed = tally->levels_signed;
		progress->effective = mem_array(progress->chain->level_count, sizeof(*progress->effective));
		memcpy(progress->effective, tally->effective, progress->chain->level_count * sizeof(*progress->effective));
		if (progress->best != progress->cover)
			progress->pack = judging->input->steps[out->signs[tally->effective[0]].step].step->pack;
	}
	idmap_release(&by_place);
	free(tallies);
}

struct idmap
progress_places(const struct flow_state *out)
{
	struct idmap index = { 0 };

	for (size_t i = 0; i < out->progress_count; i++) {
		struct id place = cover_place(out->covers[out->progresses[i].cover].chain->name, &out->progresses[i].root);

		idmap_put(&index, &place, i);
	}
	return index;
}

const struct flow_progress *
flow_progress_of(const struct flow_state *state, const char *chain, const struct id *root)
{
	static const struct id none;

	for (size_t i = 0; i < state->progress_count; i++)
		if (strcmp(state->progresses[i].chain->name, chain) == 0 && id_equal(&state->progresses[i].root, root ? root : &none))
			return &state->progresses[i];
	return NULL;
}

const struct flow_progress *
flow_needed(const struct flow_state *state, const struct pack_case *of)
{
	for (size_t i = 0; i < of->needs.count; i++) {
		const struct flow_progress *progress = flow_progress_of(state, of->needs.items[i], NULL);

		if (!flow_progress_is_done(progress))
			return progress;
	}
	return NULL;
}

bool
chain_is_old(const struct flow_state *state, const struct pack *pack, const struct chain *chain)
{
	for (size_t i = 0; !chain->each && i < chain->covers.count; i++) {
		const struct form *form = pack_form(pack, chain->covers.items[i]);

		if (form && form->again.sql && flow_form_is_again(state, form))
			return true;
	}
	return false;
}
