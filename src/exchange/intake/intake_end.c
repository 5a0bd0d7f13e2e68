#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/intake/intake_state.h"
#include "store/settle/ack.h"
#include "store/carrier.h"
#include "store/journal.h"
#include "trust/credential.h"

/* The trailer of a file: who carried the file, and whether all of it is here. */

static bool
is_by(const struct file_end *end, const struct trailer_key *author)
{
	return trailer_is_by(&end->trailer, author, &end->read.sig, end->read.body, end->read.len);
}

static bool
credential_signed(const struct credential *credential, const struct file_end *end)
{
	struct trailer_key key = trailer_key_of(credential);

	return is_by(end, &key);
}

static enum status
not_its_own(const char *name, struct err *err)
{
	return err_set(err, STATUS_TAMPERED,
		       _("\"%s\": nothing was taken from it, because its end was not signed by whom it names; ask for it again"), name);
}

enum status
intake_read_end(struct taking *taking, struct file_reader *reader, const char *name, bool salvage, struct err *err)
{
	struct file_end *end = &taking->end;
	struct err why = { 0 };
	const struct credential *author;
	enum status status = reader_trailer(reader, &end->arena, &end->read, err);

	store_set_carrier(taking->store, CARRIER_STRANGER, NULL);
	if (status || end->read.len == 0)
		return status;
	end->stands = true;
	if (trailer_parse(end->read.body, end->read.len, &end->trailer, &why)) {
		end->damaged = true;
		end->stands = false;
		return salvage ? STATUS_OK : err_set(err, STATUS_TAMPERED, "\"%s\": %s", name, why.text);
	}
	author = store_author(taking->store, &end->trailer.author);
	if (!author)
		return STATUS_OK; /* his credential may be in the file; whoever needs one is a stranger still */
	if (!credential_signed(author, end))
		return salvage ? STATUS_OK : not_its_own(name, err);
	store_set_carrier(taking->store, CARRIER_KNOWN, &author->id);
	return STATUS_OK;
}

void
intake_note_author(struct taking *taking, const struct id *id, const struct step *step)
{
	struct file_end *end = &taking->end;
	struct credential credential = { 0 };

	if (!id_equal(id, &end->trailer.author) || !credential_from_step(id, step, &credential))
		return;
	end->in_file = true;
	end->author = trailer_key_of(&credential);
	credential_release(&credential);
}

static bool
is_signed(const struct taking *taking)
{
	const struct file_end *end = &taking->end;
	const struct credential *author = store_author(taking->store, &end->trailer.author);

	if (author)
		return credential_signed(author, end);
	return end->in_file && is_by(end, &end->author);
}

static bool
is_whole(struct taking *taking)
{
	struct id_sum sum, blobs;

	id_sum_of(taking->ids.ids, taking->ids.count, &sum);
	id_sum_of(taking->offered.ids, taking->offered.count, &blobs);
	/* A row twice is in the sums once. */
	return id_sum_equal(&sum, &taking->end.trailer.steps) && id_sum_equal(&blobs, &taking->end.trailer.blobs) &&
	       taking->out->steps == sum.count && taking->offers == blobs.count;
}

/* Who a credential is, for people; NULL: not known here. */
static char *
name_of(const struct taking *taking, const struct id *id)
{
	const struct credential *credential = store_author(taking->store, id);

	return credential ? mem_strdup(credential->name) : NULL;
}

/* A trailer of somebody who is not stored here is not kept: strangers may make any number of them. */
static enum status
keep(struct taking *taking, struct err *err)
{
	const struct file_end *end = &taking->end;
	struct ack_by by = { end->trailer.author, end->trailer.device };

	if (!store_author(taking->store, &by.author))
		return STATUS_OK;
	return store_put_ack(taking->store, &by, end->read.body, end->read.len, &end->read.sig, err);
}

enum status
intake_check_end(struct taking *taking, const char *name, bool salvage, struct err *err)
{
	const struct trailer *trailer = &taking->end.trailer;
	const struct credential *author;
	bool right;

	taking->out->complete = taking->end.damaged ? 0 : -1;
	if (!taking->end.stands)
		return STATUS_OK;
	author = store_author(taking->store, &trailer->author);
	right = is_signed(taking);
	taking->out->complete = right && is_whole(taking);
	if (right)
		taking->out->trailer = (struct intake_trailer){ .by = name_of(taking, &trailer->author),
								.to = name_of(taking, &trailer->to),
								.at_unix = trailer->at_unix };
	if (right && author && author->area_count)
		snprintf(taking->out->trailer.area, sizeof(taking->out->trailer.area), "%s", author->areas[0]);
	if (taking->out->complete)
		return keep(taking, err);
	if (salvage)
		return STATUS_OK;
	if (!right)
		return not_its_own(name, err);
	return err_set(
		err, STATUS_TAMPERED,
		_("\"%s\": nothing was taken from it, because it does not hold just what its signed end says; copy it again from where it was made"),
		name);
}

void
intake_release_end(struct taking *taking)
{
	trailer_release(&taking->end.trailer);
	arena_release(&taking->end.arena);
	free(taking->offered.ids);
}
