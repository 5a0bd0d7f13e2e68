#include "flow/hash.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

/* State hashes (doc/file-format, H): of a building, a division, an area. */

static int
line_cmp(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Appends the lines of one group sorted bytewise, and frees them. */
static void
add_lines(struct buf *out, char **lines, size_t count)
{
	qsort(lines, count, sizeof(*lines), line_cmp);
	for (size_t i = 0; i < count; i++) {
		buf_printf(out, "%s\n", lines[i]);
		free(lines[i]);
	}
	free(lines);
}

static char *
slot_line(const struct flow_input *input, const struct flow_slot *slot)
{
	char hex[ID_HEX_LEN + 1];
	struct buf line = { 0 };

	buf_printf(&line, "slot %s", slot->form->name);
	if (slot->repeat)
		buf_printf(&line, " %s", id_hex(&slot->repeat_root, hex));
	for (size_t h = 0; h < slot->head_count; h++)
		buf_printf(&line, " %s", id_hex(&input->steps[slot->heads[h]].id, hex));
	return buf_detach(&line);
}

static char *
sign_line(const struct flow_input *input, const struct flow_sign *sign)
{
	char hex[ID_HEX_LEN + 1], root[ID_HEX_LEN + 1] = "-";

	if (sign->level->chain->each)
		id_hex(&sign->root, root);
	return mem_printf("%s %s %s %s %s", sign->approve ? "sign" : "return", sign->level->chain->name, sign->level->name, root,
			  id_hex(&input->steps[sign->step].id, hex));
}

void
hash_state(const struct flow_judging *judging)
{
	const struct flow_input *input = judging->input;
	struct flow_state *out = judging->out;
	char **lines = mem_array(judging->slots->slot_count, sizeof(*lines)), hex[ID_HEX_LEN + 1];
	struct buf text = { 0 };
	size_t count = 0;

	buf_printf(&text, "%s\n", id_hex(&input->root, hex));
	for (size_t i = 0; i < judging->slots->slot_count; i++)
		if (judging->slots->slots[i].head_count)
			lines[count++] = slot_line(input, &judging->slots->slots[i]);
	add_lines(&text, lines, count);
	for (int approve = 1; approve >= 0; approve--) {
		lines = mem_array(out->sign_count, sizeof(*lines));
		count = 0;
		for (size_t i = 0; i < out->sign_count; i++)
			if (out->signs[i].effective && out->signs[i].approve == approve)
				lines[count++] = sign_line(input, &out->signs[i]);
		add_lines(&text, lines, count);
	}
	for (size_t i = 0; i < input->aside_count; i++) /* hex sorts as the bytes do */
		buf_printf(&text, "aside %s\n", id_hex(&input->aside[i], hex));
	hash_pae(TYPE_STATE, buf_text(&text), text.len, &out->hash);
	buf_release(&text);
}

bool
flow_division_hash(const struct flow_input *input, const struct flow_slots *slots, struct id *out)
{
	char **lines = mem_array(slots->slot_count, sizeof(*lines));
	struct buf text = { 0 };

	for (size_t i = 0; i < slots->slot_count; i++) /* a division has no slot without a head */
		lines[i] = slot_line(input, &slots->slots[i]);
	add_lines(&text, lines, slots->slot_count);
	hash_pae(TYPE_STATE, buf_text(&text), text.len, out);
	buf_release(&text);
	return slots->slot_count > 0;
}

void
flow_area_hash(const struct flow_area *area, struct id *out)
{
	struct buf text = { 0 };
	char left[ID_HEX_LEN + 1], right[ID_HEX_LEN + 1];

	for (size_t i = 0; i < area->genesis_count; i++)
		buf_printf(&text, "%s\n", id_hex(&area->geneses[i], left));
	buf_printf(&text, "%s\n", area->pack ? id_hex(area->pack, right) : "-");
	for (size_t i = 0; i < area->count; i++)
		buf_printf(&text, "%s %s\n", id_hex(&area->roots[i], left), id_hex(&area->hashes[i], right));
	for (size_t i = 0; i < area->division_count; i++)
		buf_printf(&text, "division %s %s\n", area->divisions[i].code, id_hex(&area->divisions[i].hash, right));
	hash_pae(TYPE_STATE, buf_text(&text), text.len, out);
	buf_release(&text);
}
