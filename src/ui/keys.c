#include "ui/keys.h"

#include <string.h>

#include "base/text.h"

uint32_t
ui_key_ascii(const struct ui_key *key)
{
	return key->kind == UI_KEY_CHAR ? text_half_width(key->c) : 0;
}

void
decoder_init(struct decoder *decoder)
{
	*decoder = (struct decoder){ 0 };
}

void
decoder_release(struct decoder *decoder)
{
	buf_release(&decoder->bytes);
	buf_release(&decoder->paste);
}

void
decoder_feed(struct decoder *decoder, const void *bytes, size_t len)
{
	if (decoder->used == decoder->bytes.len) {
		buf_clear(&decoder->bytes);
		decoder->used = 0;
	}
	buf_add(&decoder->bytes, bytes, len);
}

bool
decoder_is_waiting(const struct decoder *decoder)
{
	return decoder->pasting || decoder->used < decoder->bytes.len;
}

/* ---- sequences */

#define SEQUENCE_MAX 64 /* longer sequences are no keys */

enum parsed { PARSED_KEY, PARSED_NOTHING, PARSED_MORE };

static int
parameter(const char *text, size_t len, size_t which)
{
	int value = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] == ';') {
			if (which-- == 0)
				return value;
			value = 0;
		} else if (text[i] >= '0' && text[i] <= '9' && value < 100000) {
			value = value * 10 + (text[i] - '0');
		}
	}
	return which == 0 ? value : 0;
}

static enum ui_key_kind
letter_key(char final, bool with_modifier)
{
	switch (final) {
	case 'A':
		return UI_KEY_UP;
	case 'B':
		return UI_KEY_DOWN;
	case 'C':
		return with_modifier ? UI_KEY_WORD_RIGHT : UI_KEY_RIGHT;
	case 'D':
		return with_modifier ? UI_KEY_WORD_LEFT : UI_KEY_LEFT;
	case 'F':
		return UI_KEY_END;
	case 'H':
		return UI_KEY_HOME;
	case 'Z':
		return UI_KEY_BACKTAB;
	case 'M':
		return UI_KEY_ENTER; /* Enter of the keypad, after ESC O */
	default:
		return UI_KEY_NONE;
	}
}

static enum ui_key_kind
number_key(int number)
{
	switch (number) {
	case 1:
	case 7:
		return UI_KEY_HOME;
	case 3:
		return UI_KEY_DELETE;
	case 4:
	case 8:
		return UI_KEY_END;
	case 5:
		return UI_KEY_PAGE_UP;
	case 6:
		return UI_KEY_PAGE_DOWN;
	default:
		return UI_KEY_NONE;
	}
}

/* Parses a sequence ESC [ parameters final; `text` begins behind the bracket. */
static enum parsed
parse_csi(struct decoder *decoder, const char *text, size_t len, size_t *used, struct ui_key *out)
{
	size_t n = 0;

	if (len > 0 && text[0] == '[') { /* the Linux console's function keys: ESC [ [ A */
		if (len < 2)
			return PARSED_MORE;
		*used = 2;
		return PARSED_NOTHING;
	}
	while (n < len && n < SEQUENCE_MAX && (unsigned char)text[n] >= 0x20 && (unsigned char)text[n] < 0x40)
		n++;
	if (n == len && n < SEQUENCE_MAX)
		return PARSED_MORE;
	if (n == SEQUENCE_MAX || (unsigned char)text[n] < 0x40 || (unsigned char)text[n] > 0x7e) {
		*used = n; /* the byte that broke the sequence off is read anew */
		return PARSED_NOTHING;
	}
	*used = n + 1;
	if (text[n] == '~') {
		int number = parameter(text, n, 0);

		if (number == 200) {
			decoder->pasting = true;
			buf_clear(&decoder->paste);
			return PARSED_NOTHING;
		}
		*out = (struct ui_key){ .kind = number_key(number) };
	} else if (text[n] == 'R') {
		decoder->replies++;
		decoder->reply_row = parameter(text, n, 0);
		decoder->reply_col = parameter(text, n, 1);
		return PARSED_NOTHING;
	} else if (n == 0 || (text[0] >= '0' && text[0] <= '9')) {
		*out = (struct ui_key){ .kind = text[n] == 'M' ? UI_KEY_NONE : letter_key(text[n], parameter(text, n, 1) > 2) };
	}
	return out->kind == UI_KEY_NONE ? PARSED_NOTHING : PARSED_KEY;
}

/* Swallows a string from the terminal, up to BEL or ESC \. */
static enum parsed
parse_string(const char *text, size_t len, size_t *used)
{
	for (size_t n = 0; n < len; n++) {
		if (text[n] == '\a') {
			*used = n + 1;
			return PARSED_NOTHING;
		}
		if (text[n] == '\x1b' && n + 1 < len) {
			*used = text[n + 1] == '\\' ? n + 2 : n;
			return PARSED_NOTHING;
		}
	}
	return PARSED_MORE;
}

/* Parses from an ESC on; *used counts the ESC too. */
static enum parsed
parse_escape(struct decoder *decoder, const char *text, size_t len, size_t *used, struct ui_key *out)
{
	enum parsed parsed;
	size_t inner = 0;

	if (len < 2)
		return PARSED_MORE;
	switch (text[1]) {
	case '[':
		parsed = parse_csi(decoder, text + 2, len - 2, &inner, out);
		break;
	case 'O':
		if (len < 3)
			return PARSED_MORE;
		*out = (struct ui_key){ .kind = letter_key(text[2], false) };
		inner = (unsigned char)text[2] < 0x20 ? 0 : 1;
		parsed = out->kind == UI_KEY_NONE ? PARSED_NOTHING : PARSED_KEY;
		break;
	case ']':
	case 'P':
	case '_':
	case '^':
	case 'X':
		parsed = parse_string(text + 2, len - 2, &inner);
		break;
	default: /* the Esc key, and something typed right behind it */
		*used = 1;
		*out = (struct ui_key){ .kind = UI_KEY_ESC };
		return PARSED_KEY;
	}
	*used = inner + 2;
	return parsed;
}

/* ---- characters */

static struct ui_key
control_key(unsigned char c)
{
	switch (c) {
	case '\r':
	case '\n':
		return (struct ui_key){ .kind = UI_KEY_ENTER };
	case '\t':
		return (struct ui_key){ .kind = UI_KEY_TAB };
	case 0x08:
	case 0x7f:
		return (struct ui_key){ .kind = UI_KEY_BACKSPACE };
	default:
		break;
	}
	if (c >= 1 && c <= 26)
		return (struct ui_key){ .kind = UI_KEY_CTRL, .c = (uint32_t)('A' + c - 1) };
	return (struct ui_key){ .kind = UI_KEY_NONE };
}

/* The length of a character by its first byte; 0: no character begins so. */
static size_t
bytes_of(unsigned char first)
{
	return first < 0x80			? 1
	       : first >= 0xc2 && first <= 0xdf ? 2
	       : first >= 0xe0 && first <= 0xef ? 3
	       : first >= 0xf0 && first <= 0xf4 ? 4
						: 0;
}

static enum parsed
parse_char(const char *text, size_t len, bool no_more, size_t *used, struct ui_key *out)
{
	unsigned char first = (unsigned char)text[0];
	size_t want = bytes_of(first), have = 1;
	uint32_t c;

	if (first < 0x20 || first == 0x7f) {
		*used = 1;
		*out = control_key(first);
		return out->kind == UI_KEY_NONE ? PARSED_NOTHING : PARSED_KEY;
	}
	while (have < want && have < len && ((unsigned char)text[have] & 0xc0) == 0x80)
		have++;
	if (have == len && have < want && !no_more)
		return PARSED_MORE;
	*used = text_decode(text, len, &c);
	if (*used == 0) {
		*used = want > 1 ? have : 1;
		*out = (struct ui_key){ .kind = UI_KEY_INVALID };
		return PARSED_KEY;
	}
	if (c >= 0x80 && c < 0xa0) /* C1 controls are not typed */
		return PARSED_NOTHING;
	*out = (struct ui_key){ .kind = UI_KEY_CHAR, .c = c };
	return PARSED_KEY;
}

/* ---- pasting */

static void
keep_pasted(struct decoder *decoder, const char *text, size_t len)
{
	size_t room = PASTE_MAX_BYTES - decoder->paste.len;

	buf_add(&decoder->paste, text, len < room ? len : room);
}

static enum parsed
parse_paste(struct decoder *decoder, const char *text, size_t len, bool no_more, size_t *used, struct ui_key *out)
{
	static const char end[] = "\x1b[201~";
	const char *found = memmem(text, len, end, strlen(end));
	size_t tail = 0;

	if (found) {
		keep_pasted(decoder, text, (size_t)(found - text));
		*used = (size_t)(found - text) + strlen(end);
		decoder->pasting = false;
		*out = (struct ui_key){ .kind = UI_KEY_PASTE, .text = buf_text(&decoder->paste), .len = decoder->paste.len };
		return PARSED_KEY;
	}
	for (size_t n = strlen(end) - 1; n > 0 && !no_more; n--) /* the end may be cut in two */
		if (len >= n && memcmp(text + len - n, end, n) == 0) {
			tail = n;
			break;
		}
	keep_pasted(decoder, text, len - tail);
	*used = len - tail;
	return PARSED_MORE;
}

bool
decoder_next(struct decoder *decoder, bool no_more, struct ui_key *out)
{
	while (decoder->used < decoder->bytes.len) {
		const char *text = decoder->bytes.data + decoder->used;
		size_t len = decoder->bytes.len - decoder->used, used = 0;
		enum parsed parsed;

		*out = (struct ui_key){ 0 };
		if (decoder->pasting)
			parsed = parse_paste(decoder, text, len, no_more, &used, out);
		else if (text[0] == '\x1b')
			parsed = parse_escape(decoder, text, len, &used, out);
		else
			parsed = parse_char(text, len, no_more, &used, out);
		if (parsed == PARSED_MORE && decoder->pasting) {
			decoder->used += used;
			return false;
		}
		if (parsed == PARSED_MORE && !no_more)
			return false;
		if (parsed == PARSED_MORE) { /* nothing follows: a lone ESC is the key, half a sequence is noise */
			decoder->used = decoder->bytes.len;
			*out = (struct ui_key){ .kind = UI_KEY_ESC };
			return len == 1;
		}
		decoder->used += used;
		if (parsed == PARSED_KEY)
			return true;
	}
	if (decoder->pasting && no_more) { /* the end never came: the text so far is handed out */
		decoder->pasting = false;
		*out = (struct ui_key){ .kind = UI_KEY_PASTE, .text = buf_text(&decoder->paste), .len = decoder->paste.len };
		return true;
	}
	return false;
}
