#include "app/stick/address.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/division.h"
#include "app/session/known.h"
#include "app/session/person.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/settle/ack.h"
#include "store/store.h"
#include "trust/holders.h"

/* ---- who is meant */

static bool
has_to_do_with(const struct credential *credential, const struct credential *own)
{
	for (size_t i = 0; i < credential->area_count; i++)
		for (size_t k = 0; k < own->area_count; k++)
			if (division_touches(credential->areas[i], own->areas[k]))
				return true;
	return false;
}

static bool
touches(const struct credential *credential, const char *area)
{
	for (size_t i = 0; i < credential->area_count; i++)
		if (division_touches(credential->areas[i], area))
			return true;
	return false;
}

static bool
touches_any(const struct credential *credential, const char *const *areas, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (touches(credential, areas[i]))
			return true;
	return false;
}

static bool
is_named(const struct credential *credential, const char *to)
{
	size_t len = strlen(to);
	char hex[ID_HEX_LEN + 1];

	id_hex(&credential->id, hex);
	return strcmp(credential->role, to) == 0 || strcmp(credential->name, to) == 0 ||
	       (len >= 4 && strncmp(credential->person, to, len) == 0) || (len >= 8 && strncmp(hex, to, len) == 0);
}

static struct addressee *
addressee_of(struct address *address, const struct credential *credential)
{
	for (size_t i = 0; i < address->count; i++)
		if (strcmp(address->items[i].person, credential->person) == 0)
			return &address->items[i];
	MEM_GROW(address->items, address->count, address->cap);
	address->items[address->count] = (struct addressee){ .person = credential->person,
							     .name = credential->name,
							     .credential = credential->id };
	return &address->items[address->count++];
}

static void
add_area(struct addressee *addressee, const char *area)
{
	for (size_t i = 0; i < addressee->area_count; i++)
		if (strcmp(addressee->areas[i], area) == 0)
			return;
	MEM_GROW(addressee->areas, addressee->area_count, addressee->area_cap);
	addressee->areas[addressee->area_count++] = area;
}

static void
add_credential(struct address *address, const struct credential *credential, const char *const *areas, size_t area_count)
{
	struct addressee *addressee = addressee_of(address, credential);

	MEM_GROW(address->credentials, address->credential_count, address->credential_cap);
	address->credentials[address->credential_count++] = credential->id;
	for (size_t i = 0; i < area_count; i++)
		if (touches(credential, areas[i]))
			add_area(addressee, areas[i]);
	for (size_t i = 0; i < credential->area_count && !areas; i++)
		add_area(addressee, credential->areas[i]);
}

/* ---- what was heard of them */

struct hearing {
	struct app *app;
	struct address *address;
	size_t count;
	enum status status;
	struct err *err;
};

static struct addressee *
addressee_by(struct hearing *hearing, const struct id *author)
{
	struct address *address = hearing->address;
	const struct credential *credential;

	if (!address->credential_count || !bsearch(author, address->credentials, address->credential_count, sizeof(*author), id_order))
		return NULL;
	credential = trust_credential(store_trust(app_store(hearing->app)), author);
	return credential ? addressee_of(address, credential) : NULL;
}

/* Acknowledgements come the newest first: of each person the first one is his last. */
static bool
on_ack(const struct ack_by *by, void *ctx)
{
	struct hearing *hearing = ctx;
	struct addressee *addressee = addressee_by(hearing, &by->author);
	struct signature sig;
	struct buf body = { 0 };
	struct err unread = { 0 };
	bool found = false;

	if (!addressee || addressee->heard)
		return true;
	hearing->status = store_get_ack(app_store(hearing->app), by, &body, &sig, &found, hearing->err);
	if (!hearing->status && found) {
		if (!trailer_parse(buf_text(&body), body.len, &addressee->trailer, &unread)) {
			addressee->heard = ++hearing->count;
			addressee->credential = by->author;
			addressee->bound = trust_credential(store_trust(app_store(hearing->app)), &by->author)->has_device;
		}
	}
	buf_release(&body);
	return !hearing->status;
}

static void
release_addressee(struct addressee *addressee)
{
	free(addressee->areas);
	trailer_release(&addressee->trailer);
}

static bool
covers_all(const struct addressee *wide, const struct addressee *narrow)
{
	for (size_t i = 0; i < narrow->area_count; i++)
		if (!division_covered(wide->areas, wide->area_count, narrow->areas[i]))
			return false;
	return true;
}

/* Is a file for `by` one for this addressee as well? Both were heard from one machine, `by` later, and his areas cover the other's. A portable key
 * proves no machine, its trailers bear the number that its holder wrote: such a one stands for none who is bound to his machine. */
static bool
stands_for(const struct addressee *by, const struct addressee *other)
{
	return by->heard && by->heard < other->heard && by->bound >= other->bound &&
	       device_equal(&by->trailer.device, &other->trailer.device) && covers_all(by, other);
}

static bool
has_stand_in(const struct address *address, size_t at)
{
	for (size_t i = 0; i < address->count; i++)
		if (stands_for(&address->items[i], &address->items[at]))
			return true;
	return false;
}

/* A role means whoever holds it at the other end: who was never heard of is left out where others were, and of the people of one machine all but
 * the one heard last. A name means just that person. */
static void
keep_holders(struct address *address)
{
	bool *left_out = mem_array(address->count, sizeof(*left_out));
	size_t kept = 0, heard = 0;

	for (size_t i = 0; i < address->count; i++)
		heard += address->items[i].heard > 0;
	for (size_t i = 0; i < address->count && heard; i++)
		left_out[i] = !address->items[i].heard || has_stand_in(address, i);
	for (size_t i = 0; i < address->count; i++)
		if (left_out[i])
			release_addressee(&address->items[i]);
		else
			address->items[kept++] = address->items[i];
	address->count = kept;
	free(left_out);
}

/* ---- the whole */

static enum status
nobody_called(const struct app *app, const char *to, struct err *err)
{
	const struct role *role = app_pack(app) ? pack_role(app_pack(app), to) : NULL;
	char *roles;
	enum status status;

	if (role)
		return err_set(err, STATUS_NOT_FOUND, _("nobody around your area has a right as \"%s\" yet"),
			       label_text(&role->label, _("en")));
	roles = known_roles(app);
	status = err_set(
		err, STATUS_NOT_FOUND,
		_("nobody with a standing credential goes by \"%s\" around your area: name a person as louce people lists them, or a role: %s"),
		to, roles);

	free(roles);
	return status;
}

/* Where each of several that a name fits works, with the number that tells them apart. */
static enum status
several_called(const struct app *app, const char *to, const struct address *address, struct err *err)
{
	struct buf list = { 0 };
	enum status status;

	for (size_t i = 0; i < address->count; i++) {
		const struct addressee *at = &address->items[i];
		char *place = at->area_count ? app_place_name(app, at->areas[0]) : mem_strdup("");

		/* Translators: between the entries of a list. */
		buf_printf(&list, "%s%s %.8s %s", i ? _(", ") : "", at->name, at->person, place);
		free(place);
	}
	status = err_set(err, STATUS_CONFLICT, _("\"%s\" fits more than one person: %s; give the person's number"), to, buf_text(&list));
	buf_release(&list);
	return status;
}

enum status
address_find(struct app *app, const char *to, const char *const *areas, size_t area_count, struct address *out, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	const struct credential *own = app_credential(app);
	struct hearing hearing = { .app = app, .address = out, .err = err };
	enum status status = STATUS_OK;
	bool by_role = false;

	*out = (struct address){ 0 };
	to = to ? known_role(app, to) : NULL;
	for (size_t i = 0; to && i < trust_credential_count(trust); i++) {
		const struct credential *credential = trust_credential_at(trust, i);

		if (credential->reason != TRUST_COUNTS || credential->revoked || !is_named(credential, to) ||
		    !has_to_do_with(credential, own) || (areas && !touches_any(credential, areas, area_count)))
			continue;
		add_credential(out, credential, areas, area_count);
		by_role |= strcmp(credential->role, to) == 0;
	}
	if (to && !out->count)
		return nobody_called(app, to, err);
	if (to && !by_role && out->count > 1)
		return several_called(app, to, out, err);
	out->credential_count = id_sort_unique(out->credentials, out->credential_count);
	if (to)
		status = store_each_ack(app_store(app), on_ack, &hearing, err);
	if (!status)
		status = hearing.status;
	if (!status && by_role)
		keep_holders(out);
	return status;
}

void
address_release(struct address *address)
{
	for (size_t i = 0; i < address->count; i++)
		release_addressee(&address->items[i]);
	free(address->items);
	free(address->credentials);
	*address = (struct address){ 0 };
}
