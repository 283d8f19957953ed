package io.sagegate.sim.world;

/// Takes the place of a thread that a factory makes: its work is a task of the environment whose code starts it.
final class SimThread extends Thread {
    private final Runnable work;

    SimThread(Runnable work) {
        this.work = work;
    }

    @Override
    public void start() {
        var sim = Sim.get();
        if (sim.environment().filter(Environment::isPriming).isPresent()) {
            // No time goes by before a snapshot.
            work.run();
            return;
        }
        sim.start("background", sim.time(), sim.environment().orElse(null), work);
    }
}
