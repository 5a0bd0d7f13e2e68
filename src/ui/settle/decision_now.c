#include "ui/settle/decision_state.h"

#include <stdlib.h>

#include "app/session/person.h"
#include "app/settle/decide.h"
#include "base/i18n.h"
#include "base/mem.h"

/* The page of a question, read again when it is signed: what it says then is what the file holds by now. */

/* The two accounts as they are now; one has to be the chosen one. */
static enum status
read_fork_anew(struct question_state *state, struct ui *ui, struct err *err)
{
	const struct id chosen = state->fork.rivals[state->list.chosen].step;
	struct app_questions found = { 0 };
	bool is_there = false;
	enum status status = app_questions(ui->app, &(struct questions_ask){ .area = app_person_area(ui->app) }, &found, err);

	for (size_t i = 0; i < found.fork_count && !status && !is_there; i++)
		for (size_t k = 0; k < found.forks[i].rival_count && !is_there; k++)
			if (id_equal(&found.forks[i].rivals[k].step, &chosen)) {
				app_fork_release(&state->fork);
				app_fork_copy(&found.forks[i], &state->fork);
				state->list.chosen = k;
				is_there = true;
			}
	app_questions_release(&found);
	if (!status && (!is_there || state->fork.settled))
		status = err_set(err, STATUS_CONFLICT, "%s",
				 _("this was settled meanwhile, by another window or command; nothing was signed"));
	return status;
}

/* The two houses as they are now, and what was signed about one since the page showed them. */
static enum status
read_pair_anew(struct question_state *state, struct ui *ui, struct err *err)
{
	const struct id building = state->pair.buildings[0], other = state->pair.buildings[1];
	struct pair pair = { 0 };
	enum status status;

	do
		status = app_decide_rests(ui->app, &building, &other, &state->asked, err);
	while (act_tries_tell(&state->asked, &state->said, &status, err));
	if (status)
		return status;
	if (!pair_read(ui, &building, &other, state->kind == QUESTION_JOINED, &pair)) {
		pair_release(&pair);
		return err_set(err, STATUS_NOT_FOUND, "%s", _("one of the two houses could not be read; nothing was signed"));
	}
	pair_release(&state->pair);
	state->pair = pair;
	return STATUS_OK;
}

char *
question_words_now(struct ui *ui, void *ctx, struct err *err)
{
	struct question_state *state = ctx;
	char *words, *text;

	if (state->kind == QUESTION_FORK ? read_fork_anew(state, ui, err) : read_pair_anew(state, ui, err))
		return NULL;
	words = question_confirm_words(state);
	if (!state->said.len)
		return words;
	text = mem_printf("%s\n%s", buf_text(&state->said), words);
	free(words);
	return text;
}
