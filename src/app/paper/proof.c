#include "app/paper/proof.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/paper/now.h"
#include "app/paper/paper_state.h"
#include "app/paper/times.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text/counted.h"
#include "seal/seal.h"
#include "store/store.h"
#include "trust/genesis.h"

#define FILE_LONGEST ((size_t)1 << 30)

const char *
proof_digits(const struct id *id, char out[PROOF_DIGITS_LEN + 1])
{
	char hex[ID_HEX_LEN + 1];
	size_t at = 0;

	id_hex(id, hex);
	for (size_t i = 0; at < PROOF_DIGITS_LEN; i++) {
		if (i && i % 4 == 0)
			out[at++] = ' ';
		out[at++] = hex[i];
	}
	out[at] = '\0';
	return out;
}

static bool
stands(const struct dossier *dossier, size_t step)
{
	for (size_t i = 0; i < dossier->slots.slot_count; i++)
		for (size_t h = 0; h < dossier->slots.slots[i].head_count; h++)
			if (dossier->slots.slots[i].heads[h] == step)
				return true;
	for (size_t i = 0; i < dossier->state.sign_count; i++)
		if (dossier->state.signs[i].step == step && dossier->state.signs[i].effective)
			return true;
	return false;
}

/* The step that a withdrawal takes back, by its index; the count: it is not among the house's. */
static size_t
taken_back(const struct dossier *dossier, size_t withdrawal)
{
	size_t index = 0;
	struct id of;

	if (!step_data_id(&dossier->steps[withdrawal].step->data, "of", &of))
		return dossier->step_count;
	while (index < dossier->step_count && !id_equal(&dossier->steps[index].id, &of))
		index++;
	return index;
}

static bool
is_withdrawal(const struct dossier *dossier, size_t step)
{
	return step_kind_of(dossier->steps[step].step->kind) == STEP_WITHDRAWAL;
}

/* Was what it takes back not signed again since? */
static bool
withdrawal_stands(const struct app_history *history, const struct dossier *dossier, size_t withdrawal)
{
	size_t of = taken_back(dossier, withdrawal);
	const struct history_step *signoff = of < history->step_count ? &history->steps[of] : NULL;

	for (size_t i = 0; signoff && signoff->level && i < dossier->state.sign_count; i++) {
		const struct flow_sign *sign = &dossier->state.signs[i];

		if (sign->effective && sign->level && strcmp(sign->level->name, signoff->level) == 0 && sign->step > withdrawal)
			return false;
	}
	return dossier->slots.step_reasons[withdrawal] == FLOW_COUNTS;
}

/* Is the step the end of a case, or a signature under that, while the case is open? */
static bool
ends_open_case(const struct app *app, const struct dossier *dossier, size_t index)
{
	const struct step *step = dossier->steps[index].step;
	const char *name = step_kind_of(step->kind) == STEP_SIGNOFF ? value_get_text(&step->data, "chain") : NULL;
	const struct chain *chain = name ? pack_chain(app_pack(app), name) : NULL;
	const char *form = chain && chain->each ? chain->each->name : step->kind;

	for (size_t i = 0; i < dossier->state.case_count; i++)
		if (strcmp(dossier->state.cases[i].of->closes, form) == 0)
			return true;
	return false;
}

/* What was done, in words: with the reason of a return, with what a withdrawal takes back. */
static char *
what_words(const struct app_history *history, const struct dossier *dossier, size_t index)
{
	const struct history_step *step = &history->steps[index];
	size_t of = is_withdrawal(dossier, index) ? taken_back(dossier, index) : history->step_count;

	if (step->reason)
		return mem_printf(_("%s: given back: %s"), step->label, step->reason);
	return of < history->step_count ? mem_printf(_("Signature taken back: %s"), history->steps[of].label) : mem_strdup(step->label);
}

struct proof_step *
proof_steps(struct app *app, const struct app_history *history, const struct dossier *dossier, const char *lang)
{
	struct proof_step *steps = mem_array(history->step_count, sizeof(*steps));

	for (size_t i = 0; i < history->step_count && i < dossier->step_count; i++) {
		const struct history_step *step = &history->steps[i];
		const struct flow_step *flow = &dossier->steps[i];
		struct proof_step *out = &steps[i];

		*out = (struct proof_step){ .stands = is_withdrawal(dossier, i) ? withdrawal_stands(history, dossier, i)
										: stands(dossier, i),
					    .why = step->why,
					    .missing = step->missing };
		out->reopened = out->stands && ends_open_case(app, dossier, i);
		out->what = what_words(history, dossier, i);
		/* Translators: a person and the role. */
		out->who = step->by ? mem_printf(_("%s (%s)"), step->by, paper_role(app_pack(app), step->role, lang)) : mem_strdup("?");
		out->when = paper_time(app_store(app), flow);
		id_short(&flow->id, out->code);
	}
	return steps;
}

void
proof_free(struct proof_step *steps, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(steps[i].what);
		free(steps[i].who);
		free(steps[i].when);
	}
	free(steps);
}

/* ---- the blocks of a paper */

static enum status
add_now(struct paper_making *making, struct err *err)
{
	struct buf lines = { 0 };
	enum status status = now_lines(making->app, making->dossier, &lines, err);
	char *text = buf_detach(&lines), *rest = text, *line;

	while (!status && rest && (line = strsep(&rest, "\n")) != NULL)
		if (*line)
			printed_add_text(making->out, PRINTED_LINE, line);
	free(text);
	return status;
}

enum status
paper_add_history(struct paper_making *making, struct err *err)
{
	static const char *const heads[] = { N_("What"), N_("Who"), N_("Signed at, by county receipts"), N_("Code") };
	struct app_history history;
	struct printed_block *table;
	struct proof_step *steps;
	char **cells;
	enum status status = app_history(making->app, &making->dossier->root, &history, err);

	if (status)
		return status;
	status = add_now(making, err);
	if (status) {
		app_history_release(&history);
		return status;
	}
	table = printed_add(making->out, PRINTED_TABLE);
	table->columns = ARRAY_LEN(heads);
	steps = proof_steps(making->app, &history, making->dossier, making->lang);
	cells = printed_add_row(table);
	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		cells[i] = mem_strdup(_(heads[i]));
	for (size_t i = 0; i < history.step_count; i++) {
		const struct proof_step *step = &steps[i];

		cells = printed_add_row(table);
		cells[0] = step->why	    ? mem_printf(_("%s; without effect: %s"), step->what, step->why)
			   : step->reopened ? mem_printf(_("%s; the case is open all the same"), step->what)
					    : mem_printf(step->stands ? "%s" : _("%s; replaced since"), step->what);
		cells[1] = mem_strdup(step->who);
		cells[2] = mem_strdup(step->when);
		cells[3] = mem_strdup(step->code);
	}
	proof_free(steps, history.step_count);
	app_history_release(&history);
	return STATUS_OK;
}

static void
add_row(struct printed_block *table, const char *label, char *text_take)
{
	char **cells = printed_add_row(table);

	cells[0] = mem_strdup(label);
	cells[1] = text_take;
}

static void
add_digits(struct printed_block *table, const char *label, const struct id *id)
{
	char digits[PROOF_DIGITS_LEN + 1];

	add_row(table, label, mem_strdup(proof_digits(id, digits)));
}

enum status
paper_add_proof(struct paper_making *making, struct err *err)
{
	char size[COUNTED_SIZE];
	const struct trust *trust = store_trust(app_store(making->app));
	const char *slash = making->file ? strrchr(making->file, '/') : NULL;
	struct printed_block *table = printed_add(making->out, PRINTED_TABLE);
	struct buf bytes = { 0 };
	struct id hash;
	enum status status = making->file ? file_read(making->file, FILE_LONGEST, &bytes, err) : STATUS_OK;

	if (status)
		return status;
	table->columns = 2;
	add_row(table, _("What"), mem_strdup(_("Digits to compare")));
	if (trust_genesis(trust))
		add_digits(table, _("Founding"), trust_genesis(trust));
	add_digits(table, _("State"), &making->dossier->state.hash);
	add_digits(table, _("The house"), &making->dossier->root);
	if (making->file) {
		hash_bytes(buf_text(&bytes), bytes.len, &hash);
		add_row(table, _("File"),
			mem_printf(_("%s, %s"), slash ? slash + 1 : making->file, counted(COUNTED_BYTE, (int64_t)bytes.len, size)));
		add_digits(table, _("Hash of the file"), &hash);
	}
	buf_release(&bytes);
	printed_add_text(
		making->out, PRINTED_SMALL,
		making->file
			? _("louce verify FILE proves the file on any machine without network, and prints these digits again; the county "
			    "office tells those of its founding.")
			: _("The county office tells the digits of its founding; louce history prints the state of the house."));
	return STATUS_OK;
}
