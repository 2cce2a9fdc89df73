package org.bitscale.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.bitscale.BadInputException;
import org.bitscale.NativeEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The native library, loaded and set up, with the memory of everything that is computed with it. */
public final class TorchEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TorchEngine.class);

    private final EngineSettings settings;
    private final PtNDManager manager;

    private TorchEngine(EngineSettings settings, PtNDManager manager) {
        this.settings = settings;
        this.manager = manager;
    }

    /**
     * Loads the library. Nothing is downloaded: the library comes with the program.
     *
     * @throws BadInputException if there is no CUDA device although one is asked for, or the library does not load
     */
    public static TorchEngine open(EngineSettings settings) {
        setIfAbsent("ai.djl.offline", "true");
        setIfAbsent("OPT_OUT_TRACKING", "true");
        // Waiting OpenMP threads spin a short while only. Beside another busy process, spinning as long as they do by
        // default made steps 5 to 50 times slower; alone a short spin costs a few percent. Read when the library loads.
        NativeEnvironment.setIfAbsent("GOMP_SPINCOUNT", "3000");
        if (settings.device() == EngineSettings.Device.CUDA) {
            // Float means float32: tensor cores would round factors to 10 bits, and what is simulated would not be what
            // is exported. The second makes products of matrices repeat bit for bit.
            NativeEnvironment.setIfAbsent("NVIDIA_TF32_OVERRIDE", "0");
            NativeEnvironment.setIfAbsent("CUBLAS_WORKSPACE_CONFIG", ":4096:8");
        }
        try {
            Engine engine = Engine.getEngine("PyTorch");
            if (settings.device() == EngineSettings.Device.CUDA && engine.getGpuCount() == 0) {
                throw new BadInputException("No CUDA device is usable here: expected an NVIDIA GPU with its driver and "
                        + "PyTorch " + engine.getVersion() + " for CUDA 12.8 (name its folder in the environment "
                        + "variable PYTORCH_LIBRARY_PATH); use --device cpu otherwise");
            }
            if (settings.device() == EngineSettings.Device.CPU) {
                keepMemory();
            }
            JniUtils.setNumThreads(settings.threads());
            Device device = settings.device() == EngineSettings.Device.CUDA ? Device.gpu(0) : Device.cpu();
            LOG.debug("PyTorch {} on {} with {} threads", engine.getVersion(), device, settings.threads());
            return new TorchEngine(settings, (PtNDManager) engine.newBaseManager(device));
        } catch (EngineException | UnsatisfiedLinkError e) {
            throw new BadInputException(
                    "The PyTorch library of this platform (%s, %s) does not load: %s"
                            .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), rootMessage(e)),
                    e);
        }
    }

    private static void setIfAbsent(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    /**
     * Tells glibc to keep large blocks instead of giving them back to the kernel after every operation: page faults
     * would cost up to half of a training step.
     */
    private static void keepMemory() {
        if (Platform.isLinux()) {
            try {
                Function mallopt = Function.getFunction("c", "mallopt");
                mallopt.invokeInt(new Object[] {-3, 1 << 30}); // M_MMAP_THRESHOLD
                mallopt.invokeInt(new Object[] {-1, Integer.MAX_VALUE}); // M_TRIM_THRESHOLD
                mallopt.invokeInt(new Object[] {-2, 1 << 28}); // M_TOP_PAD
            } catch (UnsatisfiedLinkError e) {
                LOG.debug("this C library has no mallopt; training is slower", e);
            }
        }
    }

    /** Compiles a module of these methods for this thread's use. */
    PtSymbolBlock load(List<String> methods) {
        // Thread-local: without it the first calls on each thread specialise and are slow.
        JniUtils.setGraphExecutorOptimize(false);
        String code = TorchProgram.module(methods);
        try {
            return JniUtils.loadModule(manager, new ByteArrayInputStream(TorchArchive.of(code)), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (EngineException e) {
            throw new IllegalStateException("torch refuses the generated program: " + e.getMessage() + "\n" + code, e);
        }
    }

    /** The manager that owns what lives as long as the engine. */
    NDManager manager() {
        return manager;
    }

    /** A manager for something shorter-lived; close it. */
    PtNDManager newManager() {
        return (PtNDManager) manager.newSubManager();
    }

    /** The version of PyTorch. */
    public String version() {
        return Engine.getEngine("PyTorch").getVersion();
    }

    /** The settings it was opened with. */
    public EngineSettings settings() {
        return settings;
    }

    @Override
    public void close() {
        manager.close();
    }
}
