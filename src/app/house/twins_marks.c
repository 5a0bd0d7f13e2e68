#include "app/house/twins_state.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text/skeleton.h"
#include "form/answer/meant.h"
#include "form/place.h"
#include "seal/seal.h"

#define SHORT_DIGITS 6

/* What tells a house apart: the names of its numbers, address, owner and identity numbers, and the clue that two houses share. */

const char *
twin_clue_words(enum twin_clue clue)
{
	static const char *const words[TWIN_CLUE_COUNT] = {
		[TWIN_PROPOSED] = N_("proposed by who knows them"),
		[TWIN_NUMBER] = N_("the same number"),
		[TWIN_PHOTO] = N_("the same photo"),
		[TWIN_PICTURE] = N_("a photo that looks the same"),
		[TWIN_ADDRESS] = N_("the same address"),
		[TWIN_ID] = N_("the same identity number"),
		[TWIN_OWNER] = N_("the same owner in one place"),
		[TWIN_DOORS] = N_("the same owner in one place, another door"),
	};

	return _(words[clue]);
}

void
twin_mark_add(struct twin_house *house, enum twin_clue clue, const struct id *name)
{
	struct twin_mark mark = { .clue = clue };

	memcpy(&mark.hash, name->b, sizeof(mark.hash));
	MEM_GROW(house->marks, house->count, house->cap);
	house->marks[house->count++] = mark;
}

static bool
add_skeleton(struct buf *out, const char *text)
{
	char *skeleton = text && strcmp(text, "无") != 0 ? text_skeleton(text) : NULL;
	bool says = skeleton && *skeleton;

	if (says)
		buf_printf(out, "%s\n", skeleton);
	secret_free(skeleton);
	return says;
}

static void
take_name(struct buf *text, struct id *out)
{
	hash_bytes(buf_text(text), text->len, out);
	if (text->data)
		secret_zero(text->data, text->cap);
	buf_release(text);
}

static bool
number_name(const char *field, const char *number, struct id *out)
{
	struct buf text = { 0 };
	bool says;

	buf_printf(&text, "%s\n", field);
	says = add_skeleton(&text, number);
	take_name(&text, out);
	return says;
}

/* A few digits count the rows of one list, as 1 or 2022 do: two villages have them both. */
static bool
is_short(const char *number)
{
	size_t digits = strspn(number, "0123456789");

	return !number[digits] && digits < SHORT_DIGITS;
}

/* The number's name; a short one is a name within its village alone. */
static bool
number_name_at(const char *field, const char *number, const char *division, struct id *out)
{
	char *within = is_short(number) ? mem_printf("%s\n%s", field, division ? division : "") : NULL;
	bool says = number_name(within ? within : field, number, out);

	free(within);
	return says;
}

bool
twin_number_name(const struct pack *pack, const struct field *field, const struct value *values, struct id *out)
{
	const char *text = field_is_number(field) ? value_get_text(values, field->name) : NULL;

	return text && number_name_at(field->name, text, value_get_text(values, pack->root_division->name), out);
}

bool
twin_number_is_short(const struct field *field, const struct value *values)
{
	const char *text = field_is_number(field) ? value_get_text(values, field->name) : NULL;

	return text && is_short(text);
}

struct twin_words {
	const struct value *values;
	struct buf owner, place, door, phone;
};

/* Persons are the owner; texts that are completed from others are names of places; the first private one that is not is the door. The phone is no part of a
 * name: a village office's may stand at many. */
static bool
add_field(const struct field *field, void *ctx)
{
	struct twin_words *words = ctx;
	const char *text = value_get_text(words->values, field->name);
	char *bare;

	if (!text || field->by_act || (field->parent && field->parent->type == FIELD_REPEAT))
		return true;
	bare = field_without_suffix(field, text); /* another program may have left on 92号 what the form adds itself */
	if (bare)
		text = bare;
	if (field->type == FIELD_PERSON)
		add_skeleton(&words->owner, text);
	else if (field->type == FIELD_DIVISION || (field->type == FIELD_TEXT && field->complete))
		add_skeleton(&words->place, text);
	else if (field->type == FIELD_TEXT && field->is_private && !words->door.len)
		add_skeleton(&words->door, text);
	else if (field->type == FIELD_PHONE)
		add_skeleton(&words->phone, text);
	secret_free(bare);
	return true;
}

static uint64_t
first_of(const struct id *name)
{
	uint64_t first;

	memcpy(&first, name->b, sizeof(first));
	return first;
}

/* What a listing says of where and whose the house is, as names. */
struct listing_names {
	struct id address, owner, place, phone; /* address and owner: within the place; phone: by itself */
	bool has_door, has_owner, has_phone;
	uint64_t person; /* the owner alone; 0: none */
};

static void
name_listing(const struct pack *pack, const struct value *values, struct listing_names *out)
{
	struct twin_words words = { .values = values };
	struct buf text = { 0 };
	struct id name;

	form_each_field(pack->root, add_field, &words);
	*out = (struct listing_names){ .has_door = words.door.len > 0, .has_owner = words.owner.len > 0, .has_phone = words.phone.len > 0 };
	buf_printf(&text, "%s\n%s", buf_text(&words.place), buf_text(&words.door));
	take_name(&text, &out->address);
	buf_printf(&text, "%s\n%s", buf_text(&words.place), buf_text(&words.owner));
	take_name(&text, &out->owner);
	take_name(&words.owner, &name);
	out->person = out->has_owner ? first_of(&name) : 0;
	take_name(&words.place, &out->place);
	take_name(&words.phone, &out->phone);
	take_name(&words.door, &name);
}

bool
twin_address_name(const struct pack *pack, const struct value *values, struct id *out)
{
	struct listing_names names;

	name_listing(pack, values, &names);
	*out = names.address;
	return names.has_door;
}

bool
twin_phone_name(const struct pack *pack, const struct value *values, struct id *out)
{
	struct listing_names names;
	struct id both[2];

	name_listing(pack, values, &names);
	both[0] = names.place;
	both[1] = names.phone;
	hash_bytes(both, sizeof(both), out);
	return names.has_phone;
}

bool
twin_listings_share(const struct pack *pack, const struct value *a, const struct value *b)
{
	struct listing_names of_a, of_b;

	name_listing(pack, a, &of_a);
	name_listing(pack, b, &of_b);
	return (of_a.has_door && of_b.has_door && id_equal(&of_a.address, &of_b.address)) || (of_a.person && of_a.person == of_b.person) ||
	       (of_a.has_phone && of_b.has_phone && id_equal(&of_a.phone, &of_b.phone));
}

static bool
add_row_field(const struct field *field, void *ctx)
{
	struct twin_words *words = ctx;

	if ((field->parent && field->parent->type == FIELD_REPEAT) || field->by_act || field_is_number(field) ||
	    (field->type != FIELD_DIVISION && field->type != FIELD_TEXT && field->type != FIELD_PERSON))
		return true;
	if (!add_skeleton(&words->place, value_get_text(words->values, field->name)))
		buf_char(&words->place, '\n');
	return true;
}

void
twin_row_name(const struct pack *pack, const struct value *values, struct id *out)
{
	struct twin_words words = { .values = values };

	form_each_field(pack->root, add_row_field, &words);
	take_name(&words.place, out);
}

/* Reads NAME, U+001F, number, U+001F and so on. */
void
twin_mark_numbers(const char *numbers, struct twin_house *house)
{
	char *copy = mem_strdup(numbers), *save = NULL;
	struct id name;

	for (char *field = strtok_r(copy, "\x1f", &save), *number; field; field = strtok_r(NULL, "\x1f", &save)) {
		number = strtok_r(NULL, "\x1f", &save);
		if (number && number_name_at(field, number, house->division, &name))
			twin_mark_add(house, TWIN_NUMBER, &name);
	}
	free(copy);
}

void
twin_mark_listing(const struct pack *pack, const struct value *values, struct twin_house *house)
{
	struct listing_names names;

	name_listing(pack, values, &names);
	house->has_door = names.has_door;
	house->owner = names.person;
	if (names.has_door)
		twin_mark_add(house, TWIN_ADDRESS, &names.address);
	if (names.has_owner)
		twin_mark_add(house, TWIN_OWNER, &names.owner);
}

struct marking_form {
	const struct value *values;
	struct twin_house *house; /* NULL: is there such a field? */
	bool found;
};

uint64_t
twin_answer_name(const struct field *field, const struct value *values)
{
	const char *text = field->asked_from ? value_get_text(values, field->name) : NULL;
	struct id name;

	return text && number_name(field->name, text, &name) ? first_of(&name) : 0;
}

/* A number of a person stands for that person, whichever form asks for it. */
static bool
mark_id(const struct field *field, void *ctx)
{
	struct marking_form *marking = ctx;
	struct id name;

	if (field->asked_from && field->is_private) {
		uint64_t answer = marking->house ? twin_answer_name(field, marking->values) : 0;

		marking->found = true;
		if (answer) {
			MEM_GROW(marking->house->answers, marking->house->answer_count, marking->house->answer_cap);
			marking->house->answers[marking->house->answer_count++] = answer;
		}
	}
	if (field->type != FIELD_ID_NUMBER || (field->parent && field->parent->type == FIELD_REPEAT))
		return true;
	marking->found = true;
	if (marking->house && value_get_text(marking->values, field->name) &&
	    number_name("", value_get_text(marking->values, field->name), &name))
		twin_mark_add(marking->house, TWIN_ID, &name);
	return true;
}

void
twin_mark_form(const struct form *form, const struct value *values, struct twin_house *house)
{
	form_each_field(form, mark_id, &(struct marking_form){ .values = values, .house = house });
}

uint64_t
twin_paper_name(const struct id *content, bool shared)
{
	return (first_of(content) & ~UINT64_C(1)) | shared;
}

void
twin_mark_papers(const struct pack *pack, const struct step *step, struct twin_house *house)
{
	const struct field *field;
	int row;

	for (size_t i = 0; i < step->photo_count; i++) {
		if (!step->photos[i].has_content || strcmp(step->photos[i].mime, PRIVATE_PHOTO_MIME) != 0)
			continue;
		field = field_place_find(pack, step->photos[i].field, &row);
		MEM_GROW(house->papers, house->paper_count, house->paper_cap);
		house->papers[house->paper_count++] = twin_paper_name(&step->photos[i].content, field && field->is_shared);
	}
}

bool
twin_form_tells(const struct form *form)
{
	struct marking_form marking = { .found = false };

	if (!form->repeat && !form->of_division)
		form_each_field(form, mark_id, &marking);
	return marking.found;
}

static bool
seals_photo(const struct field *field, void *ctx)
{
	bool *seals = ctx;

	*seals |= field->type == FIELD_PHOTO && field->is_private;
	return !*seals;
}

bool
twin_form_seals_photos(const struct form *form)
{
	bool seals = false;

	form_each_field(form, seals_photo, &seals);
	return seals;
}

/* Two houses that share this: is that a question? */
static bool
asks(enum twin_clue clue, const struct twin_house *a, const struct twin_house *b)
{
	bool two_doors = a->has_door && b->has_door;

	return clue == TWIN_OWNER ? !two_doors : clue == TWIN_ID ? !two_doors || strcmp(a->division, b->division) != 0 : true;
}

static bool
shares(const struct twin_house *house, const struct twin_mark *mark)
{
	for (size_t i = 0; i < house->count; i++)
		if (house->marks[i].clue == mark->clue && house->marks[i].hash == mark->hash)
			return true;
	return false;
}

enum twin_clue
twin_clue_between(enum twin_clue shared, const struct twin_house *a, const struct twin_house *b)
{
	return asks(shared, a, b) ? shared : TWIN_DOORS;
}

bool
twin_are_of_one(const struct twin_house *a, const struct twin_house *b)
{
	bool by_id = false, by_owner = false;

	for (size_t i = 0; i < a->count; i++) {
		by_id |= a->marks[i].clue == TWIN_ID && shares(b, &a->marks[i]);
		by_owner |= a->marks[i].clue == TWIN_OWNER && shares(b, &a->marks[i]);
	}
	return by_id && by_owner;
}

/* The strongest clue that two houses are one; TWIN_CLUE_COUNT: none. Photos apart. */
enum twin_clue
twin_clue_of(const struct twin_house *a, const struct twin_house *b)
{
	enum twin_clue strongest = TWIN_CLUE_COUNT;

	for (size_t i = 0; i < a->count; i++)
		if (a->marks[i].clue < strongest && shares(b, &a->marks[i]) && twin_clue_between(a->marks[i].clue, a, b) < strongest)
			strongest = twin_clue_between(a->marks[i].clue, a, b);
	return strongest;
}
