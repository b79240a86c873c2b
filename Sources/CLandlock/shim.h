// Linux's Landlock: system calls for which the C library has no functions. Swift cannot call `syscall` itself, because
// it takes a varying number of arguments.
#include <linux/landlock.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// The kernel's structure as of its sixth version; older kernels are given the part of it that they know.
struct landlock_rules {
    uint64_t handled_files;
    uint64_t handled_network;
    uint64_t scoped;
};

static inline int landlock_version(void) {
    return (int)syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_CREATE_RULESET_VERSION);
}

static inline int landlock_create(const struct landlock_rules *rules, size_t size) {
    return (int)syscall(SYS_landlock_create_ruleset, rules, size, 0);
}

static inline int landlock_allow(int ruleset, uint64_t access, int path) {
    struct landlock_path_beneath_attr rule = {.allowed_access = access, .parent_fd = path};
    return (int)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

static inline int landlock_restrict(int ruleset) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    return (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
}
