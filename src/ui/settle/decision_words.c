#include "ui/settle/decision_state.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"

/* What the page of a question says: what is asked, what is about to be signed, and what came of it. */

char *
fork_owners(const struct app_fork *fork)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < fork->people_count; i++)
		buf_printf(&text, "%s%s", i ? _(", ") : "", fork->people[i]);
	return text.len ? buf_detach(&text) : mem_strdup("?");
}

char *
question_laptop_text(const struct app_fork *fork)
{
	char *owners = fork_owners(fork), device[DEVICE_HEX_LEN + 1],
	     *text = mem_printf(_("Laptop %.8s (%s)%s"), device_hex(&fork->device, device), owners, fork->own ? _(", this one") : "");

	free(owners);
	return text;
}

const char *
question_intro(const struct question_state *state)
{
	switch (state->kind) {
	case QUESTION_FORK:
		return state->fork.settled
			       ? _("From one place on there are two different accounts of this laptop. It is settled which one counts; that does not change any more.")
			       : _("From one place on there are two different accounts of this laptop: it was copied, or an older file was used again. Until it is decided, none of them counts.");
	case QUESTION_JOINED:
		return _(
			"It was decided that these two are one house, counted once: the one with the hazard, else the one that was signed furthest, or filled most. You can undo that.");
	case QUESTION_PROPOSE:
		return _("Are these two one house? You cannot decide that; what you sign here goes to those who can, with why.");
	case QUESTION_PROPOSED:
		return _("You proposed that these two are one house. Until it is decided you can take that back, with why.");
	case QUESTION_TWINS:
		break;
	}
	return _(
		"Are these two one house? Both are kept; counted is then only one: the one with the hazard, else the one that was signed furthest, or filled most. It can be undone.");
}

const char *
question_asks(const struct question_state *state)
{
	return state->kind == QUESTION_JOINED	  ? _("Why are they two houses after all? In words:")
	       : state->kind == QUESTION_TWINS	  ? _("Why is it one house, or why two? In words:")
	       : state->kind == QUESTION_PROPOSED ? _("Why do you take it back? In words:")
	       : state->kind == QUESTION_PROPOSE  ? _("How do you know that it is one house? In words:")
	       : state->fork.settled		  ? NULL
						  : _("Why does this one count? Ask the people who signed; in words:");
}

char *
question_fork_outcome(const struct question_state *state)
{
	struct buf text = { 0 };

	buf_printf(&text, "%s\n\n", _("Decided and signed. From now on, here and wherever this decision comes:"));
	for (size_t i = 0; i < state->fork.rival_count; i++) {
		const struct app_rival *rival = &state->fork.rivals[i];

		buf_printf(&text,
			   i == state->list.chosen ? n_("  the %lld step of %s from %s on counts\n",
							"  the %lld steps of %s from %s on count\n", rival->steps)
						   : n_("  the %lld step of %s from %s on does not count (kept)\n",
							"  the %lld steps of %s from %s on do not count (kept)\n", rival->steps),
			   (long long)rival->steps, known_or_mark(rival->by), known_or_mark(rival->at));
	}
	buf_printf(&text, "\n%s\n",
		   _("What does not count must be filled and signed again.\nThe other laptop begins anew; its first page says how."));
	return buf_detach(&text);
}

char *
question_confirm_words(const struct question_state *state)
{
	const char *reason = line_text(&state->reason);

	if (state->kind == QUESTION_FORK) {
		const struct app_rival *rival = &state->fork.rivals[state->list.chosen];
		char device[DEVICE_HEX_LEN + 1];

		return mem_printf(
			_("What %s signed on laptop %.8s from %s on counts (%lld steps); the other account does not. This cannot be undone.\n\nWhy: %s"),
			known_or_mark(rival->by), device_hex(&state->fork.device, device), known_or_mark(rival->at),
			(long long)rival->steps, reason);
	}
	if (state->kind == QUESTION_PROPOSED)
		return mem_printf(_("You take back that these two are one house; it waits no more for a decision:\n\n%s\n%s\n\nWhy: %s"),
				  state->pair.places[0], state->pair.places[1], reason);
	return state->kind == QUESTION_PROPOSE
		       ? mem_printf(
				 _("You propose that these two are one house; until it is decided both are counted:\n\n%s\n%s\n\nWhy: %s"),
				 state->pair.places[0], state->pair.places[1], reason)
	       : state->apart ? mem_printf(_("Two houses, each counted; nobody is asked about them again:\n\n%s\n%s\n\nWhy: %s"),
					   state->pair.places[0], state->pair.places[1], reason)
	       : state->kind == QUESTION_JOINED
		       ? mem_printf(_("Two houses again, each counted:\n\n%s\n%s\n\nWhy: %s"), state->pair.places[0], state->pair.places[1],
				    reason)
		       : mem_printf(_("One house, counted once:\n\ncounted: %s\nsteps aside: %s\n\n%s%sWhy: %s"),
				    state->pair.places[state->pair.stays], state->pair.places[!state->pair.stays],
				    state->pair.hides ? state->pair.hides : "", state->pair.hides ? "\n\n" : "", reason);
}
