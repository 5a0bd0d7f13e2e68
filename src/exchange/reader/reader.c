#include "exchange/reader/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/reader/reader_child.h"
#include "exchange/trailer.h"
#include "step/step.h"
#include "store/blob.h"

/* The parent's side: starts the child, and believes no number it says. */

#define PIPE_BYTES (1 << 20)

struct file_reader {
	char *name;
	enum reader_of of;
	pid_t child;
	int in, out; /* from and to the child */
	uint8_t *buffer;
	size_t at, filled, cap;
};

/* ---- sentences */

static enum status
tell_fault(const struct file_reader *reader, const struct fault *fault, struct err *err)
{
	static const struct {
		enum status status;
		const char *text;
	} faults[FAULT_COUNT] = {
		[FAULT_NOT_A_DATABASE] = { STATUS_INVALID, N_("it is not a louce file") },
		[FAULT_CUT] = { STATUS_TAMPERED, N_("its end is missing; copy it again from where it was made") },
		[FAULT_TAIL] = { STATUS_TAMPERED,
				 N_("something stands behind its end that belongs to no louce file; take nothing from it, and ask for it again") },
		[FAULT_FOREIGN] = { STATUS_INVALID, N_("it is another program's file, not a louce file") },
		[FAULT_NO_VERSION] = { STATUS_INVALID, N_("it has no format number; it was not written by louce") },
		[FAULT_NEWER] = { STATUS_INVALID, N_("it was written by a newer louce; install the newer version") },
		[FAULT_OLDER] = { STATUS_INVALID,
				  N_("it was written by a louce from before the first release, and nothing of it can be taken over") },
		[FAULT_WAL] = { STATUS_INVALID,
				N_("another program changed how it is kept, and a part may lie in a second file; export it again") },
		[FAULT_ENCODING] = { STATUS_INVALID, N_("its texts are not in UTF-8; it was not written by louce") },
		[FAULT_TABLE] = { STATUS_TAMPERED,
				  N_("its tables are not those of a louce file; take nothing from it, and tell the county office") },
		[FAULT_TRAILER] = { STATUS_TAMPERED,
				    N_("its end is missing: it was cut off while it was written, or it is no export; ask for it again") },
		[FAULT_TRIGGER] = { STATUS_TAMPERED, N_("commands are hidden in it; take nothing from it, and tell the county office") },
		[FAULT_COLUMNS] = { STATUS_TAMPERED,
				    N_("its columns are not those of a louce file; take nothing from it, and tell the county office") },
		[FAULT_DAMAGED] = { STATUS_TAMPERED, N_("it is damaged; copy it again from where it was made") },
		[FAULT_ROW] = { STATUS_TAMPERED,
				N_("a row holds something else than it should; take nothing from it, and tell the county office") },
		[FAULT_ORDER] = { STATUS_TAMPERED, N_("its rows run in circles; take nothing from it, and tell the county office") },
		[FAULT_LONG] = { STATUS_TAMPERED, N_("it holds something longer than anything may be; tell the county office") },
		[FAULT_MEMORY] = { STATUS_TAMPERED, N_("reading it takes more memory than an honest file needs; tell the county office") },
		[FAULT_FORBIDDEN] = { STATUS_TAMPERED, N_("commands are hidden in it; take nothing from it, and tell the county office") },
		[FAULT_PIN] = { STATUS_TAMPERED,
				N_("which founding of the county it follows, and whether a person chose it, can no longer be read; use another copy of it") },
		[FAULT_LARGE] = { STATUS_IO,
				  N_("it is too large for this 32-bit system; have it written in parts, or read it on a 64-bit one") },
		[FAULT_MAP] = { STATUS_IO, N_("it cannot be read from where it lies; copy it to this machine's disk first") },
		[FAULT_DESCRIPTORS] = { STATUS_IO, N_("this system does not let the reader close what it has open, so nothing is read; is "
						      "/proc missing in a container?") },
		[FAULT_START] = { STATUS_IO, N_("there is no memory for reading it; close other programs") },
		[FAULT_LOCKDOWN] = { STATUS_IO,
				     N_("this system does not let the reader be locked up (seccomp), so nothing is read; allow it in the "
					"container's settings, or read the file on another machine") },
	};

	if (fault->code >= FAULT_COUNT || !faults[fault->code].text)
		return err_set(err, STATUS_TAMPERED, _("\"%s\": it could not be read to its end; copy it again from where it was made"),
			       reader->name);
	if (reader->of == READER_WORKSPACE && (fault->code == FAULT_TABLE || fault->code == FAULT_COLUMNS))
		return err_set(
			err, STATUS_TAMPERED,
			_("\"%s\" was altered so that its steps can no longer be found; use another copy of it, or take the steps back "
			  "from a stick"),
			reader->name);
	if (faults[fault->code].status == STATUS_IO && fault->row > 0 && fault->row < 4096) /* 4,095 is the kernel's last error */
		return err_set(err, STATUS_IO, "\"%s\": %s (%s)", reader->name, _(faults[fault->code].text),
			       err_system_words((int)fault->row));
	return err_set(err, faults[fault->code].status, "\"%s\": %s", reader->name, _(faults[fault->code].text));
}

/* The child ended without having said END or FAULT. */
static enum status
tell_end(struct file_reader *reader, struct err *err)
{
	int how = 0;
	pid_t gone;

	do
		gone = waitpid(reader->child, &how, 0);
	while (gone < 0 && errno == EINTR);
	reader->child = 0;
	if (gone > 0 && WIFSIGNALED(how) && WTERMSIG(how) == SIGXCPU)
		return err_set(err, STATUS_TAMPERED,
			       _("\"%s\": reading it takes for ever; take nothing from it, and tell the county office"), reader->name);
	if (gone > 0 && WIFSIGNALED(how) && WTERMSIG(how) == SIGBUS)
		return err_set(err, STATUS_IO, _("\"%s\": the stick could not be read, or the file changed meanwhile; insert it again"),
			       reader->name);
	if (gone > 0 && WIFSIGNALED(how))
		return err_set(err, STATUS_TAMPERED,
			       _("\"%s\": its contents broke the reader; take nothing from it, and tell the county office"), reader->name);
	if (gone > 0 && WIFEXITED(how) && WEXITSTATUS(how) == 0) /* the child gave up in the middle of a photo */
		return tell_fault(reader, &(struct fault){ .code = FAULT_DAMAGED }, err);
	return err_set(err, STATUS_IO, _("\"%s\": the reader could not be started or did not finish"), reader->name);
}

static enum status
tell_nonsense(const struct file_reader *reader, struct err *err)
{
	return err_set(err, STATUS_TAMPERED, _("\"%s\": its contents broke the reader; take nothing from it, and tell the county office"),
		       reader->name);
}

/* ---- starting and ending */

static bool
make_pipes(int from[2], int to[2])
{
	if (pipe2(from, O_CLOEXEC) != 0)
		return false;
	/* The way to the child is a socket, since writing to a socket whose other end is gone can be had without a signal. */
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, to) == 0) {
		fcntl(from[1], F_SETPIPE_SZ, PIPE_BYTES); /* a smaller pipe works too */
		return true;
	}
	close(from[0]);
	close(from[1]);
	return false;
}

enum status
reader_open(int fd, const char *name, enum reader_of of, struct file_reader **out, struct err *err)
{
	struct file_reader *reader;
	struct stat info;
	int from[2], to[2];
	pid_t child;

	if (fstat(fd, &info) != 0)
		return err_errno(err, errno, _("\"%s\" cannot be read"), name);
	if (!S_ISREG(info.st_mode))
		return err_set(err, STATUS_INVALID, _("\"%s\" is no file that can be read"), name);
	if (!make_pipes(from, to))
		return err_errno(err, errno, _("\"%s\" cannot be read"), name);
	child = fork();
	if (child == 0)
		reader_child(&(struct reader_start){ fd, (uint64_t)info.st_size, (uint64_t)info.st_blocks * 512, of, to[0], from[1] });
	close(to[0]);
	close(from[1]);
	if (child < 0) {
		close(to[1]);
		close(from[0]);
		return err_errno(err, errno, _("\"%s\" cannot be read"), name);
	}
	reader = mem_alloc(sizeof(*reader));
	*reader = (struct file_reader){
		.name = mem_strdup(name), .of = of, .child = child, .in = from[0], .out = to[1], .cap = PIPE_BYTES
	};
	reader->buffer = mem_alloc(reader->cap);
	*out = reader;
	return STATUS_OK;
}

void
reader_close(struct file_reader *reader)
{
	if (!reader)
		return;
	close(reader->in);
	close(reader->out);
	if (reader->child > 0) {
		kill(reader->child, SIGKILL);
		while (waitpid(reader->child, NULL, 0) < 0 && errno == EINTR)
			continue;
	}
	free(reader->buffer);
	free(reader->name);
	free(reader);
}

/* ---- hearing */

/* Reads exactly `len` bytes of what the child says. */
static enum status
hear(struct file_reader *reader, void *bytes, size_t len, struct err *err)
{
	uint8_t *to = bytes;

	while (len > 0) {
		size_t part = reader->filled - reader->at < len ? reader->filled - reader->at : len;
		ssize_t got;

		if (part) {
			memcpy(to, reader->buffer + reader->at, part);
			reader->at += part;
			to += part;
			len -= part;
			continue;
		}
		got = read(reader->in, reader->buffer, reader->cap);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) /* the child may be there still, and wait to be heard: nobody waits for it to end */
			return err_errno(err, errno, _("\"%s\" cannot be read"), reader->name);
		if (got == 0)
			return tell_end(reader, err);
		reader->at = 0;
		reader->filled = (size_t)got;
	}
	return STATUS_OK;
}

static enum status
hear_frame(struct file_reader *reader, struct frame *frame, struct err *err)
{
	struct fault fault;
	enum status status = hear(reader, frame, sizeof(*frame), err);

	if (status || frame->type != FRAME_FAULT)
		return status;
	if (frame->len != sizeof(fault))
		return tell_nonsense(reader, err);
	status = hear(reader, &fault, sizeof(fault), err);
	return status ? status : tell_fault(reader, &fault, err);
}

/* A signature and a body, of a frame whose head was heard. */
static enum status
hear_signed(struct file_reader *reader, size_t len, size_t most, struct arena *arena, struct read_step *out, struct err *err)
{
	uint8_t sig[SEAL_BYTES_MAX];
	enum status status;

	if (len < signature_bytes() || len > signature_bytes() + most)
		return tell_nonsense(reader, err);
	out->len = len - signature_bytes();
	out->body = arena_take(arena, out->len + 1);
	out->body[out->len] = '\0';
	status = hear(reader, sig, signature_bytes(), err);
	if (!status && !signature_read(sig, signature_bytes(), &out->sig))
		return tell_nonsense(reader, err);
	return status ? status : hear(reader, out->body, out->len, err);
}

enum status
reader_trailer(struct file_reader *reader, struct arena *arena, struct read_step *out, struct err *err)
{
	struct frame frame = { 0 };
	enum status status = hear_frame(reader, &frame, err);

	*out = (struct read_step){ 0 };
	if (status)
		return status;
	if (frame.type != FRAME_TRAILER)
		return tell_nonsense(reader, err);
	return frame.len ? hear_signed(reader, frame.len, TRAILER_BODY_MAX_BYTES, arena, out, err) : STATUS_OK;
}

enum status
reader_pins(struct file_reader *reader, struct read_pin **out, size_t *count, struct err *err)
{
	struct frame frame = { 0 };
	enum status status = hear_frame(reader, &frame, err);

	*out = NULL;
	*count = 0;
	if (status)
		return status;
	if (frame.type != FRAME_PINS || frame.len % sizeof(struct said_pin) || frame.len / sizeof(struct said_pin) > PINS_MOST)
		return tell_nonsense(reader, err);
	*out = mem_array(frame.len / sizeof(struct said_pin) + 1, sizeof(**out));
	for (size_t i = 0; i < frame.len / sizeof(struct said_pin) && !status; i++) {
		struct said_pin said;

		status = hear(reader, &said, sizeof(said), err);
		if (status)
			break;
		(*out)[i].by_person = said.by_person != 0;
		memcpy((*out)[i].genesis.b, said.genesis, ID_BYTES);
		++*count;
	}
	return status;
}

/* Who brought what the next frame holds, into *out, and the head of that frame. */
static enum status
hear_carrier(struct file_reader *reader, struct frame *frame, struct read_step *out, struct err *err)
{
	struct said_carrier said;
	enum status status;

	if (reader->of != READER_WORKSPACE || frame->len != sizeof(said))
		return tell_nonsense(reader, err);
	status = hear(reader, &said, sizeof(said), err);
	if (!status)
		status = hear_frame(reader, frame, err);
	if (status)
		return status;
	out->carrier = said.kind == CARRIER_HERE || said.kind == CARRIER_KNOWN ? (enum carrier_kind)said.kind : CARRIER_STRANGER;
	memcpy(out->carried_by.b, said.author, ID_BYTES);
	return STATUS_OK;
}

enum status
reader_step(struct file_reader *reader, struct arena *arena, struct read_step *out, bool *more, struct err *err)
{
	struct frame frame = { 0 };
	enum status status = hear_frame(reader, &frame, err);

	*more = false;
	out->carrier = CARRIER_STRANGER;
	if (!status && frame.type == FRAME_CARRIER)
		status = hear_carrier(reader, &frame, out, err);
	if (status)
		return status;
	if (frame.type == FRAME_PASS && frame.len == 0)
		return STATUS_OK;
	if (frame.type != FRAME_STEP && frame.type != FRAME_REQUEST)
		return tell_nonsense(reader, err);
	out->request = frame.type == FRAME_REQUEST;
	status = hear_signed(reader, frame.len, STEP_BODY_MAX_BYTES, arena, out, err);
	*more = !status;
	return status;
}

enum status
reader_ack(struct file_reader *reader, struct arena *arena, struct read_step *out, bool *more, struct err *err)
{
	struct frame frame = { 0 };
	enum status status = hear_frame(reader, &frame, err);

	*more = !status && frame.type == FRAME_ACK;
	if (*more)
		return hear_signed(reader, frame.len, TRAILER_BODY_MAX_BYTES, arena, out, err);
	return status || (frame.type == FRAME_PASS && frame.len == 0) ? status : tell_nonsense(reader, err);
}

static enum status
answer(struct file_reader *reader, const uint8_t *answers, size_t count, struct err *err)
{
	while (count > 0) {
		ssize_t put = send(reader->out, answers, count, MSG_NOSIGNAL);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0 && errno != EPIPE && errno != ECONNRESET) /* as in hear */
			return err_errno(err, errno, _("\"%s\" cannot be read"), reader->name);
		if (put <= 0)
			return tell_end(reader, err);
		answers += put;
		count -= (size_t)put;
	}
	return STATUS_OK;
}

/* One frame of offers: answers which blobs are wanted, and takes those. */
static enum status
take_offer(struct file_reader *reader, size_t count, const struct reader_blobs *blobs, struct err *err)
{
	struct offer offers[OFFERS_MAX];
	uint8_t wanted[OFFERS_MAX];
	enum status status = hear(reader, offers, count * sizeof(*offers), err);
	bool wants = false;
	struct id id;

	for (size_t i = 0; i < count && !status; i++) {
		if (offers[i].kind != BLOB_PHOTO && offers[i].kind != BLOB_BOX)
			return tell_nonsense(reader, err);
		memcpy(id.b, offers[i].id, ID_BYTES);
		status = blobs->wants((enum blob_kind)offers[i].kind, &id, &wants, blobs->ctx, err);
		wanted[i] = wants;
	}
	if (!status)
		status = answer(reader, wanted, count, err);
	for (size_t i = 0; i < count && !status; i++) {
		struct frame frame = { 0 };
		void *bytes;

		if (!wanted[i])
			continue;
		status = hear_frame(reader, &frame, err);
		if (status)
			return status;
		if (frame.type != FRAME_BLOB || frame.len > BLOB_MAX_BYTES)
			return tell_nonsense(reader, err);
		bytes = mem_alloc(frame.len ? frame.len : 1);
		memcpy(id.b, offers[i].id, ID_BYTES);
		status = hear(reader, bytes, frame.len, err);
		if (!status)
			status = blobs->takes((enum blob_kind)offers[i].kind, &id, bytes, frame.len, blobs->ctx, err);
		free(bytes);
	}
	return status;
}

enum status
reader_blobs(struct file_reader *reader, const struct reader_blobs *blobs, struct err *err)
{
	for (;;) {
		struct frame frame = { 0 };
		enum status status = hear_frame(reader, &frame, err);
		size_t count = frame.len / sizeof(struct offer);

		if (status)
			return status;
		if (frame.type == FRAME_END && frame.len == 0)
			return STATUS_OK;
		if (frame.type != FRAME_OFFER || count == 0 || count > OFFERS_MAX || frame.len % sizeof(struct offer))
			return tell_nonsense(reader, err);
		status = take_offer(reader, count, blobs, err);
		if (status)
			return status;
	}
}

enum status
reader_check_head(int fd, const char *name, struct err *err)
{
	static const uint8_t none[20] = { 0 };
	static const uint8_t made[16] = {
		[3] = 5, [7] = 4
	}; /* five tables; rows as SQLite writes them since 2006; no cache, no room that moves */
	uint8_t head[100];

	if (pread(fd, head, sizeof(head), 0) != (ssize_t)sizeof(head))
		return err_errno(err, errno, _("\"%s\" cannot be read"), name);
	return memcmp(head + 24, head + 92, 4) != 0 || memcmp(head + 32, none, 8) != 0 || memcmp(head + 40, made, sizeof(made)) != 0 ||
			       memcmp(head + 64, none, 4) != 0 || memcmp(head + 72, none, 20) != 0
		       ? err_set(err, STATUS_TAMPERED, "\"%s\": %s", name, _("it is damaged; copy it again from where it was made"))
		       : STATUS_OK;
}
