/* The yardstick without any language above it: libjpeg-turbo called from C, decoding the files of a list again and again with some
   processes, to RGB (tjDecompress2) or to planes (tjDecompressToYUVPlanes). The files lie in memory before the clock starts and the
   processes are forked, as a Python rival's are. Prints one line of JSON: images per second of each pass.

   usage: decode LIST rgb|planes PROCESSES SECONDS
   build: cc -O2 -pthread decode.c -l:libturbojpeg.so.0

   The few functions of TurboJPEG's stable interface are declared here, so that no header package is needed. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef void *tjhandle;
tjhandle tjInitDecompress(void);
int tjDecompressHeader3(tjhandle handle, const unsigned char *jpeg, unsigned long size, int *width, int *height, int *sampling, int *colorspace);
int tjDecompress2(tjhandle handle, const unsigned char *jpeg, unsigned long size, unsigned char *pixels, int width, int pitch, int height, int format, int flags);
int tjDecompressToYUVPlanes(tjhandle handle, const unsigned char *jpeg, unsigned long size, unsigned char **planes, int width, int *strides, int height, int flags);
unsigned long tjPlaneSizeYUV(int component, int width, int stride, int height, int sampling);
int tjPlaneWidth(int component, int width, int sampling);
enum { FORMAT_RGB = 0, SAMPLING_GREY = 3, MOST_PASSES = 1000, FEWEST_PASSES = 1, LONGEST_PATH = 4096 };

struct file { unsigned char *bytes; unsigned long size; };
struct shared { pthread_barrier_t barrier; long next; int ended; int failed; };
struct buffer { unsigned char *bytes; size_t size; };

static struct shared *shared;

static void stop(const char *what, const char *which) {
    fprintf(stderr, "decode: %s: %s\n", which, what);
    exit(1);
}

/* A process that dies would be waited for at the barrier for ever. */
static void child_ended(int signal) {
    static const char message[] = "decode: a process ended before its time\n";
    (void)signal;
    if (!shared->ended) {
        (void)!write(2, message, sizeof message - 1);
        _exit(1);
    }
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct file read_file(const char *path) {
    FILE *stream = fopen(path, "rb");
    if (!stream || fseek(stream, 0, SEEK_END))
        stop("cannot be read", path);
    long size = ftell(stream);
    rewind(stream);
    struct file file = { malloc(size > 0 ? (size_t)size : 1), (unsigned long)(size > 0 ? size : 0) };
    if (size < 0 || !file.bytes || fread(file.bytes, 1, file.size, stream) != file.size)
        stop("cannot be read", path);
    fclose(stream);
    return file;
}

static struct file *read_list(const char *path, long *count) {
    FILE *list = fopen(path, "r");
    if (!list)
        stop("cannot be read", path);
    struct file *files = NULL;
    char line[LONGEST_PATH];
    long room = 0;
    for (*count = 0; fgets(line, sizeof line, list); ) {
        line[strcspn(line, "\n")] = 0;
        if (!line[0])
            continue;
        if (*count == room) {
            room = room ? room * 2 : 64;
            files = realloc(files, (size_t)room * sizeof *files);
            if (!files)
                stop("is too long", path);
        }
        files[(*count)++] = read_file(line);
    }
    fclose(list);
    if (!*count)
        stop("names no file", path);
    return files;
}

static unsigned char *ensure(struct buffer *buffer, size_t size) {
    if (buffer->size < size) {
        free(buffer->bytes);
        buffer->bytes = malloc(size);
        buffer->size = size;
        if (!buffer->bytes)
            stop("no memory", "picture");
    }
    return buffer->bytes;
}

/* True when the file was decoded. Warnings about damage count as decoded. */
static int decode(tjhandle handle, struct file file, int planes, struct buffer *buffers) {
    int width, height, sampling, colorspace;
    if (tjDecompressHeader3(handle, file.bytes, file.size, &width, &height, &sampling, &colorspace) || sampling < 0)
        return 0;
    if (!planes) {
        tjDecompress2(handle, file.bytes, file.size, ensure(buffers, (size_t)width * 3 * (size_t)height), width, 0, height, FORMAT_RGB, 0);
        return 1;
    }
    unsigned char *samples[3] = { NULL, NULL, NULL };
    int strides[3] = { 0, 0, 0 };
    for (int i = 0; i < (sampling == SAMPLING_GREY ? 1 : 3); i++) {
        samples[i] = ensure(buffers + i, tjPlaneSizeYUV(i, width, 0, height, sampling));
        strides[i] = tjPlaneWidth(i, width, sampling);
    }
    tjDecompressToYUVPlanes(handle, file.bytes, file.size, samples, width, strides, height, 0);
    return 1;
}

/* One process: takes files until none is left, pass after pass. */
static void work(const struct file *files, long count, int planes) {
    tjhandle handle = tjInitDecompress();
    struct buffer buffers[3] = { { NULL, 0 }, { NULL, 0 }, { NULL, 0 } };
    for (;;) {
        pthread_barrier_wait(&shared->barrier);
        if (shared->ended)
            _exit(0);
        for (long i; (i = __atomic_fetch_add(&shared->next, 1, __ATOMIC_RELAXED)) < count; ) {
            if (!handle || !decode(handle, files[i], planes, buffers))
                __atomic_fetch_add(&shared->failed, 1, __ATOMIC_RELAXED);
        }
        pthread_barrier_wait(&shared->barrier);
    }
}

static double time_pass(void) {
    shared->next = 0;
    double start = now();
    pthread_barrier_wait(&shared->barrier);
    pthread_barrier_wait(&shared->barrier);
    return now() - start;
}

int main(int arguments, char **argument) {
    int planes = arguments == 5 && !strcmp(argument[2], "planes");
    int processes = arguments == 5 ? atoi(argument[3]) : 0;
    double seconds = arguments == 5 ? atof(argument[4]) : 0;
    if (processes < 1 || processes > 1024 || (!planes && strcmp(argument[2], "rgb"))) {
        fprintf(stderr, "usage: decode LIST rgb|planes PROCESSES SECONDS\n");
        return 2;
    }
    long count;
    struct file *files = read_list(argument[1], &count);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_barrierattr_t between;
    if (shared == MAP_FAILED || pthread_barrierattr_init(&between) || pthread_barrierattr_setpshared(&between, PTHREAD_PROCESS_SHARED) ||
        pthread_barrier_init(&shared->barrier, &between, (unsigned)processes + 1))
        stop("cannot be shared", "memory");
    signal(SIGCHLD, child_ended);
    for (int i = 0; i < processes; i++) {
        pid_t child = fork();
        if (child < 0)
            stop("cannot be started", "process");
        if (!child && !prctl(PR_SET_PDEATHSIG, SIGKILL))
            work(files, count, planes);
    }
    time_pass();
    printf("{\"name\": \"libjpeg-turbo-c\", \"work\": \"%s\", \"processes\": %d, \"photos\": %ld, \"refused\": %d, \"rates\": [", planes ? "planes" : "RGB", processes, count, shared->failed);
    double began = now();
    for (int pass = 0; pass < MOST_PASSES && (pass < FEWEST_PASSES || now() - began < seconds); pass++)
        printf("%s%.1f", pass ? ", " : "", (double)count / time_pass());
    printf("]}\n");
    shared->ended = 1;
    pthread_barrier_wait(&shared->barrier);
    while (wait(NULL) > 0)
        continue;
    return 0;
}
