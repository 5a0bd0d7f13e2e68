#include "app/paper/code.h"

#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/mem.h"
#include "form/papers.h"
#include "seal/seal.h"
#include "store/dossier.h"

/* Writing the code of a paper: the hash of what the paper shows, then the values and levels it names, its serial, and digits that tell a slip of the
 * reader from a forgery. */

#define ROOT_DIGITS 16
#define HASH_DIGITS 32

static int
line_order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool
shows_form(const struct pack_paper *paper, const char *form)
{
	for (size_t b = 0; b < paper->block_count; b++)
		if (names_has(&paper->blocks[b].record, form) || names_has(&paper->blocks[b].photos, form))
			return true;
	return false;
}

static void
add_slots(const struct pack_paper *paper, const struct dossier *dossier, struct buf *out)
{
	char **lines = mem_array(dossier->slots.slot_count + 1, sizeof(*lines)), hex[ID_HEX_LEN + 1];
	size_t count = 0;

	for (size_t i = 0; i < dossier->slots.slot_count; i++) {
		const struct flow_slot *slot = &dossier->slots.slots[i];
		struct buf line = { 0 };

		if (!slot->head_count || !shows_form(paper, slot->form->name))
			continue;
		buf_printf(&line, "slot %s", slot->form->name);
		if (slot->repeat)
			buf_printf(&line, " %s", id_hex(&slot->repeat_root, hex));
		for (size_t h = 0; h < slot->head_count; h++)
			buf_printf(&line, " %s", id_hex(&dossier->steps[slot->heads[h]].id, hex));
		lines[count++] = buf_detach(&line);
	}
	qsort(lines, count, sizeof(*lines), line_order);
	for (size_t i = 0; i < count; i++) {
		buf_printf(out, "%s\n", lines[i]);
		free(lines[i]);
	}
	free(lines);
}

static void
hash_shown(const struct pack_paper *paper, const struct dossier *dossier, const struct flow_progress *progress, struct id *out)
{
	struct buf text = { 0 };
	char hex[ID_HEX_LEN + 1];

	buf_printf(&text, "%s\n", id_hex(&dossier->root, hex));
	add_slots(paper, dossier, &text);
	for (size_t i = 0; progress && i < progress->chain->level_count; i++)
		if (progress->effective[i] != SIZE_MAX)
			buf_printf(&text, "sign %s %s %s\n", progress->chain->name, progress->chain->levels[i].name,
				   id_hex(&dossier->steps[dossier->state.signs[progress->effective[i]].step].id, hex));
	hash_pae(TYPE_SHEET, buf_text(&text), text.len, out);
	buf_release(&text);
}

static void
add_value(const struct value *value, struct buf *out)
{
	if (value && value->type == VALUE_TEXT)
		buf_text_add(out, value->text);
	else if (value && value->type == VALUE_INTEGER)
		buf_printf(out, "%lld", (long long)value->integer);
	else if (value && value->type == VALUE_BOOLEAN)
		buf_text_add(out, value->boolean ? "1" : "0");
}

void
paper_code_check(const char *text, size_t len, char out[SHEET_CHECK_DIGITS + 1])
{
	char hex[ID_HEX_LEN + 1];
	struct id hash;

	hash_pae(TYPE_SHEET, text, len, &hash);
	memcpy(out, id_hex(&hash, hex), SHEET_CHECK_DIGITS);
	out[SHEET_CHECK_DIGITS] = '\0';
}

char *
paper_code_text(const struct pack *pack, const struct pack_paper *paper, const struct dossier *dossier, const char *serial)
{
	const struct paper_block *code = paper_code(paper);
	const struct flow_progress *progress = flow_progress_of(&dossier->state, code->chain->name, NULL);
	char hex[ID_HEX_LEN + 1], check[SHEET_CHECK_DIGITS + 1];
	struct buf out = { 0 };
	struct id hash;

	hash_shown(paper, dossier, progress, &hash);
	buf_printf(&out, SHEET_MARK "/%s/%.*s", paper->name, ROOT_DIGITS, id_hex(&dossier->root, hex));
	buf_printf(&out, "/%.*s", HASH_DIGITS, id_hex(&hash, hex));
	for (size_t i = 0; i < code->code.count; i++) {
		const char *name = code->code.items[i];

		buf_printf(&out, "/%s=", name);
		add_value(value_get(dossier_values(dossier, pack_form_of_field(pack, name)->name), name), &out);
	}
	buf_printf(&out, "/%s=%zu/%s", code->chain->name, progress ? progress->levels_signed : 0, serial);
	paper_code_check(buf_text(&out), out.len, check);
	buf_printf(&out, "/%s", check);
	return buf_detach(&out);
}

bool
paper_value_stood(const struct pack *pack, const struct dossier *dossier, const char *field, const char *text)
{
	const struct form *form = pack_form_of_field(pack, field);
	bool stood = !*text || pack_field(pack, field)->is_private; /* nothing stands before the form is filled */

	for (size_t i = 0; i < dossier->step_count && !stood; i++) {
		const struct step *step = dossier->steps[i].step;
		struct buf said = { 0 };

		if (strcmp(step->kind, form->name) != 0 || dossier->slots.step_reasons[i] != FLOW_COUNTS)
			continue;
		add_value(value_get(&step->data, field), &said);
		stood = strcmp(buf_text(&said), text) == 0;
		buf_release(&said);
	}
	return stood;
}

size_t
paper_levels_ever(const struct pack *pack, const struct dossier *dossier, const char *chain)
{
	const struct flow_progress *progress = flow_progress_of(&dossier->state, chain, NULL);
	const struct chain *of = progress ? progress->chain : pack_chain(pack, chain);
	size_t levels = 0;
	bool found = true;

	while (of && found && levels < of->level_count) {
		found = false;
		for (size_t i = 0; i < dossier->state.sign_count && !found; i++) {
			const struct flow_sign *sign = &dossier->state.signs[i];

			found = sign->approve && sign->level && strcmp(sign->level->name, of->levels[levels].name) == 0 &&
				dossier->steps[sign->step].trust == TRUST_COUNTS;
		}
		levels += found;
	}
	return levels;
}
