#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/paper/paper_state.h"
#include "app/session/person.h"
#include "app/stick/receipt.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text/counted.h"
#include "exchange/intake/prove.h"

/* The blocks of papers, each by its kind; those of houses alone are in house.c, tables in rows.c. */

static void
add_text(struct paper_making *making, const struct paper_block *block)
{
	static const enum printed_style styles[BLOCK_STYLE_COUNT] = { PRINTED_LINE, PRINTED_HEAD, PRINTED_SMALL, PRINTED_CENTRE,
								      PRINTED_RIGHT };
	char *text = paper_fill(making, label_text(&block->text, making->lang));

	printed_add_text(making->out, styles[block->style], text);
	free(text);
}

static void
add_band(struct paper_making *making, const struct paper_block *block)
{
	static const enum printed_colour colours[BLOCK_COLOUR_COUNT] = { PRINTED_RED, PRINTED_YELLOW, PRINTED_GREEN };
	char *text = paper_fill(making, label_text(&block->text, making->lang));
	struct printed_block *band = printed_add(making->out, PRINTED_BAND);

	band->colour = colours[block->colour];
	band->text = text;
}

static void
add_pair(struct printed_block *pairs, const char *label, char *value_take)
{
	char **cells = printed_add_row(pairs);

	cells[0] = mem_strdup(label);
	cells[1] = value_take;
}

static void
add_fields(struct paper_making *making, const struct paper_block *block)
{
	struct printed_block *pairs = printed_add(making->out, PRINTED_PAIRS);

	for (size_t i = 0; i < block->fields.count; i++) {
		const struct field *field = pack_field(making->pack, block->fields.items[i]);

		if (field->type == FIELD_REPEAT)
			paper_add_repeat(making, pairs, field);
		else
			add_pair(pairs, label_text(&field->label, making->lang), paper_value(making, field->name));
	}
}

enum status
paper_prove_file(const char *path, int64_t *size, struct err *err)
{
	struct stat about;
	int fd = -1;
	enum status status = file_open(path, &fd, err);

	if (!status)
		status = export_prove(fd, path, NULL, err);
	if (!status && fstat(fd, &about) != 0)
		status = err_set(err, STATUS_IO, _("\"%s\" cannot be read"), path);
	if (fd >= 0)
		close(fd);
	*size = status ? 0 : (int64_t)about.st_size;
	return status;
}

static enum status
add_handover(struct paper_making *making, struct err *err)
{
	char bytes[COUNTED_SIZE];
	struct printed_block *pairs;
	const char *slash = strrchr(making->file, '/');
	struct buf slip = { 0 };
	int64_t size;
	enum status status = paper_prove_file(making->file, &size, err);

	if (!status)
		status = app_slip(making->app, &slip, err);
	if (!status) {
		pairs = printed_add(making->out, PRINTED_PAIRS);
		add_pair(pairs, _("File"), mem_strdup(slash ? slash + 1 : making->file));
		add_pair(pairs, _("Size"), mem_strdup(counted(COUNTED_BYTE, size, bytes)));
		add_pair(pairs, _("This laptop"), mem_strdup(buf_text(&slip)));
	}
	making->file_size = size;
	buf_release(&slip);
	return status;
}

enum status
paper_add_block(struct paper_making *making, const struct paper_block *block, struct err *err)
{
	switch (block->kind) {
	case BLOCK_TEXT:
		add_text(making, block);
		break;
	case BLOCK_BAND:
		add_band(making, block);
		break;
	case BLOCK_RECORD:
		paper_add_record(making, block);
		break;
	case BLOCK_FIELDS:
		add_fields(making, block);
		break;
	case BLOCK_PHOTOS:
		paper_add_photos(making, block);
		break;
	case BLOCK_SIGNATURES:
		paper_add_signatures(making, block);
		break;
	case BLOCK_CODE:
		paper_add_code(making, block);
		break;
	case BLOCK_TABLE:
		return paper_add_rows(making, block, err);
	case BLOCK_HANDOVER:
		return add_handover(making, err);
	case BLOCK_HISTORY:
		return paper_add_history(making, err);
	case BLOCK_PROOF:
		return paper_add_proof(making, err);
	case BLOCK_NEW_PAGE:
		printed_add(making->out, PRINTED_NEW_PAGE);
		break;
	case BLOCK_KIND_COUNT:
		break;
	}
	return STATUS_OK;
}
