import Foundation

/// For how many seconds the threads of this process have computed, all together.
///
/// Unlike the time on the clock it does not depend on what else the machine is busy with.
func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
