#include "exchange/intake/prove.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/reader/reader.h"
#include "exchange/trailer.h"
#include "trust/credential.h"

struct proving {
	struct trailer trailer;
	struct read_step end; /* the trailer's bytes, in `arena` */
	struct arena arena;
	struct proved_ids {
		struct id *ids;
		size_t count, cap;
	} steps, blobs;
	bool is_signed;
};

static void
add_id(struct proved_ids *ids, const struct id *id)
{
	MEM_GROW(ids->ids, ids->count, ids->cap);
	ids->ids[ids->count++] = *id;
}

static void
look_at_author(struct proving *proving, const struct id *id, const struct read_step *read)
{
	struct credential credential = { 0 };
	struct err ignored = { 0 };
	struct step step = { 0 };

	if (id_equal(id, &proving->trailer.author) && !step_parse(read->body, read->len, &step, &ignored) &&
	    credential_from_step(id, &step, &credential)) {
		struct trailer_key key = trailer_key_of(&credential);

		proving->is_signed = trailer_is_by(&proving->trailer, &key, &proving->end.sig, proving->end.body, proving->end.len);
	}
	credential_release(&credential);
	step_release(&step);
}

static enum status
read_steps(struct proving *proving, struct file_reader *reader, struct err *err)
{
	struct arena arena = { 0 };
	enum status status = STATUS_OK;
	bool more = true;

	while (!status && more) {
		struct read_step read;
		struct id id;

		arena_clear(&arena);
		status = reader_step(reader, &arena, &read, &more, err);
		if (status || !more)
			break;
		step_id(read.body, read.len, &id);
		add_id(&proving->steps, &id);
		look_at_author(proving, &id, &read);
	}
	arena_release(&arena);
	return status;
}

static enum status
note_blob(enum blob_kind kind, const struct id *claimed, bool *wanted, void *ctx, struct err *err)
{
	struct proving *proving = ctx;

	(void)kind;
	(void)err;
	*wanted = false; /* who proves the file reads and hashes its photos elsewhere */
	add_id(&proving->blobs, claimed);
	return STATUS_OK;
}

static enum status
judge(struct proving *proving, const char *name, struct err *err)
{
	struct id_sum steps, blobs;

	const size_t step_rows = proving->steps.count, blob_rows = proving->blobs.count; /* one that stands twice is in the sums once */

	id_sum_of(proving->steps.ids, proving->steps.count, &steps);
	id_sum_of(proving->blobs.ids, proving->blobs.count, &blobs);
	if (!proving->is_signed)
		return err_set(err, STATUS_TAMPERED, _("\"%s\": its end was not signed by whom it names"), name);
	if (!id_sum_equal(&steps, &proving->trailer.steps) || !id_sum_equal(&blobs, &proving->trailer.blobs) ||
	    (int64_t)step_rows != steps.count || (int64_t)blob_rows != blobs.count)
		return err_set(err, STATUS_TAMPERED, _("\"%s\": it does not hold just what its signed end says"), name);
	return STATUS_OK;
}

enum status
export_prove(int fd, const char *name, struct export_end *end, struct err *err)
{
	struct proving proving = { 0 };
	struct reader_blobs blobs = { .wants = note_blob, .ctx = &proving };
	struct file_reader *reader = NULL;
	enum status status = reader_open(fd, name, READER_EXPORT, &reader, err);

	if (!status)
		status = reader_trailer(reader, &proving.arena, &proving.end, err);
	if (!status)
		status = trailer_parse(proving.end.body, proving.end.len, &proving.trailer, err);
	if (!status)
		status = read_steps(&proving, reader, err);
	if (!status)
		status = reader_blobs(reader, &blobs, err);
	reader_close(reader);
	if (!status)
		status = judge(&proving, name, err);
	if (!status)
		status = reader_check_head(fd, name, err);
	if (!status && end)
		*end = (struct export_end){ proving.trailer.author, proving.trailer.at_unix };
	trailer_release(&proving.trailer);
	arena_release(&proving.arena);
	free(proving.steps.ids);
	free(proving.blobs.ids);
	return status;
}
