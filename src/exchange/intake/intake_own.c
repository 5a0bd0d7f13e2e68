#include <stdlib.h>

#include "base/i18n.h"
#include "exchange/intake/intake_state.h"
#include "store/settle/ack.h"
#include "store/carrier.h"
#include "store/settle/follow.h"
#include "store/journal.h"
#include "trust/credential.h"

/* What a workspace has beside its steps and photos, taken along into a new file: whom it follows, who brought what waits, whose trailers it took in. */

enum status
intake_pins(struct taking *taking, struct file_reader *reader, struct err *err)
{
	struct read_pin *pins = NULL;
	size_t count = 0;
	enum status status = reader_pins(reader, &pins, &count, err);

	for (size_t i = 0; i < count && !status; i++)
		status = store_take_pin(taking->store, &pins[i].genesis, pins[i].by_person, err);
	free(pins);
	return status;
}

void
intake_carry(struct taking *taking, const struct read_step *read)
{
	if (read->carrier != taking->carrier || (read->carrier == CARRIER_KNOWN && !id_equal(&read->carried_by, &taking->carried_by)))
		store_set_carrier(taking->store, read->carrier, read->carrier == CARRIER_KNOWN ? &read->carried_by : NULL);
	taking->carrier = read->carrier;
	taking->carried_by = read->carried_by;
}

/* A trailer is a claim: one that is not what was signed, or by nobody who is stored, is left behind, and what it said he has goes to him once more. */
static enum status
take_ack(struct taking *taking, const struct read_step *read, struct err *err)
{
	struct trailer trailer = { 0 };
	struct err ignored = { 0 };
	enum status status = STATUS_OK;
	bool fine = trailer_parse(read->body, read->len, &trailer, &ignored) == STATUS_OK;
	const struct credential *author = fine ? store_author(taking->store, &trailer.author) : NULL;

	if (author) {
		struct trailer_key key = trailer_key_of(author);
		struct ack_by by = { trailer.author, trailer.device };

		if (trailer_is_by(&trailer, &key, &read->sig, read->body, read->len))
			status = store_put_ack(taking->store, &by, read->body, read->len, &read->sig, err);
	}
	trailer_release(&trailer);
	return status;
}

enum status
intake_own_end(struct taking *taking, struct file_reader *reader, const char *name, struct err *err)
{
	enum status status = STATUS_OK;
	bool more = true, has = true;

	while (!status && more) {
		struct arena arena = { 0 };
		struct read_step read = { 0 };

		status = reader_ack(reader, &arena, &read, &more, err);
		if (!status && more)
			status = take_ack(taking, &read, err);
		arena_release(&arena);
	}
	if (!status)
		status = store_has_pinned(taking->store, &has, err);
	if (!has)
		status = err_set(
			err, STATUS_TAMPERED,
			_("\"%s\": the founding of the county that it follows is not in it as it was signed; use another copy of it"),
			name);
	return status;
}
