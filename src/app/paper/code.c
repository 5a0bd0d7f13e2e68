#include "app/paper/code.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "form/parts/papers.h"
#include "seal/seal.h"
#include "store/dossier/dossier.h"

/* Writing the code of a paper: the hash of what the paper shows, then the
 * values and levels it names, its serial, and digits that tell a slip of the
 * reader from a forgery. */

#define ROOT_DIGITS 16

static int
line_order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

bool
paper_shows_form(const struct pack_paper *paper, const char *form)
{
	for (size_t b = 0; b < paper->block_count; b++)
		if (names_has(&paper->blocks[b].record, form) || names_has(&paper->blocks[b].photos, form))
			return true;
	return false;
}

void
paper_lines_add(struct paper_lines *lines, char *line)
{
	MEM_GROW(lines->items, lines->count, lines->cap);
	lines->items[lines->count++] = line;
}

void
paper_code_hash(const struct id *root, struct paper_lines *slots, const struct buf *signs, struct id *out)
{
	char hex[ID_HEX_LEN + 1];
	struct buf text = { 0 };

	buf_printf(&text, "%s\n", id_hex(root, hex));
	if (slots->count)
		qsort(slots->items, slots->count, sizeof(*slots->items), line_order);
	for (size_t i = 0; i < slots->count; i++) {
		buf_printf(&text, "%s\n", slots->items[i]);
		free(slots->items[i]);
	}
	free(slots->items);
	*slots = (struct paper_lines){ 0 };
	buf_text_add(&text, buf_text(signs));
	hash_pae(TYPE_SHEET, buf_text(&text), text.len, out);
	buf_release(&text);
}

static void
add_slots(const struct pack_paper *paper, const struct dossier *dossier, struct paper_lines *out)
{
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; i < dossier->slots.slot_count; i++) {
		const struct flow_slot *slot = &dossier->slots.slots[i];
		struct buf line = { 0 };

		if (!slot->head_count || !paper_shows_form(paper, slot->form->name))
			continue;
		buf_printf(&line, "slot %s", slot->form->name);
		if (slot->repeat)
			buf_printf(&line, " %s", id_hex(&slot->repeat_root, hex));
		for (size_t h = 0; h < slot->head_count; h++)
			buf_printf(&line, " %s", id_hex(&dossier->steps[slot->heads[h]].id, hex));
		paper_lines_add(out, buf_detach(&line));
	}
}

static void
hash_shown(const struct pack_paper *paper, const struct dossier *dossier, const struct flow_progress *progress, struct id *out)
{
	struct paper_lines slots = { 0 };
	char hex[ID_HEX_LEN + 1];
	struct buf signs = { 0 };

	add_slots(paper, dossier, &slots);
	for (size_t i = 0; progress && i < progress->chain->level_count; i++)
		if (progress->effective[i] != SIZE_MAX)
			buf_printf(&signs, "sign %s %s %s\n", progress->chain->name, progress->chain->levels[i].name,
				   id_hex(&dossier->steps[dossier->state.signs[progress->effective[i]].step].id, hex));
	paper_code_hash(&dossier->root, &slots, &signs, out);
	buf_release(&signs);
}

void
paper_code_value(const struct value *value, struct buf *out)
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
	buf_printf(&out, "/%.*s", SHEET_HASH_DIGITS, id_hex(&hash, hex));
	for (size_t i = 0; i < code->code.count; i++) {
		const char *name = code->code.items[i];

		buf_printf(&out, "/%s=", name);
		paper_code_value(value_get(dossier_values(dossier, pack_form_of_field(pack, name)->name), name), &out);
	}
	buf_printf(&out, "/%s=%zu/%s", code->chain->name, progress ? progress->levels_signed : 0, serial);
	paper_code_check(buf_text(&out), out.len, check);
	buf_printf(&out, "/%s", check);
	return buf_detach(&out);
}
