package org.neuralstyle.tensor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Functions written in TorchScript, compiled by libtorch when they are loaded.
 *
 * <p>DJL's own array interface has neither memory formats nor the adjoints of single operations;
 * TorchScript reaches all of libtorch. The source is a text resource with one class that has no
 * attributes, wrapped here into the archive libtorch reads. The functions run without autograd.
 */
public final class TorchScript implements AutoCloseable {

  private static final String ARCHIVE = "script/";

  private final PtNDManager manager;
  private final PtSymbolBlock module;

  private TorchScript(PtNDManager manager, PtSymbolBlock module) {
    this.manager = manager;
    this.module = module;
  }

  /**
   * Compiles a source text.
   *
   * @param owner the class beside which the resource lies
   * @param resource name of the resource, {@code ClassName.torchscript}; the class inside has that
   *     name
   * @param parent the manager on whose device the functions are to run
   * @return the compiled functions, to be closed by the caller
   */
  public static TorchScript load(Class<?> owner, String resource, NDManager parent) {
    if (!(parent.newSubManager() instanceof PtNDManager manager)) {
      throw new IllegalArgumentException(
          "TorchScript needs DJL's PyTorch engine, not " + Engine.getInstance());
    }
    try (InputStream source = owner.getResourceAsStream(resource)) {
      if (source == null) {
        throw new FileNotFoundException(resource + " beside " + owner.getName());
      }
      String className = resource.substring(0, resource.indexOf('.'));
      byte[] archive = archive(className, source.readAllBytes());
      PtSymbolBlock module =
          JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false);
      return new TorchScript(manager, module);
    } catch (IOException e) {
      manager.close();
      throw new UncheckedIOException("Cannot load the TorchScript functions " + resource, e);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * The smallest archive that libtorch's loader accepts: code, an object without state, version.
   */
  private static byte[] archive(String className, byte[] source) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      write(zip, "data.pkl", pickledObject(className));
      write(zip, "code/__torch__.py", source);
      write(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      write(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  private static void write(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(ARCHIVE + name));
    zip.write(content);
    zip.closeEntry();
  }

  /** Pickle protocol 2 of {@code __torch__.ClassName} with the one attribute training = False. */
  private static byte[] pickledObject(String className) throws IOException {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    byte[] training = "training".getBytes(StandardCharsets.US_ASCII);
    pickle.write(new byte[] {(byte) 0x80, 2, 'c'});
    pickle.write(("__torch__\n" + className + "\n").getBytes(StandardCharsets.US_ASCII));
    pickle.write(new byte[] {')', (byte) 0x81, '}', '(', 'X', (byte) training.length, 0, 0, 0});
    pickle.write(training);
    pickle.write(new byte[] {(byte) 0x89, 'u', 'b', '.'});
    return pickle.toByteArray();
  }

  /**
   * Runs a function that returns one tensor.
   *
   * @param method the function's name
   * @param arguments NDArray, {@code List<NDArray>}, Boolean, Long, {@code long[]} or Double, in
   *     the function's order
   * @return the result, owned by the caller's {@link ai.djl.ndarray.NDScope}
   */
  public NDArray call(String method, Object... arguments) {
    try (IValue result = run(method, arguments)) {
      return result.toTensor(manager);
    }
  }

  /**
   * Runs a function that returns a list of tensors.
   *
   * @param method the function's name
   * @param arguments as for {@link #call}
   * @return the results, owned by the caller's {@link ai.djl.ndarray.NDScope}
   */
  public List<NDArray> callForList(String method, Object... arguments) {
    try (IValue result = run(method, arguments)) {
      return List.of(result.toTensorArray(manager));
    }
  }

  private IValue run(String method, Object... arguments) {
    // The setting is the thread's. The functions are single operations; compiling them anew for
    // every size of a tile would take longer than running them.
    JniUtils.setGraphExecutorOptimize(false);
    List<IValue> values = new ArrayList<>(arguments.length);
    try {
      for (Object argument : arguments) {
        values.add(value(argument));
      }
      return IValueUtils.runMethod(module, method, values.toArray(IValue[]::new));
    } finally {
      values.forEach(IValue::close);
    }
  }

  private static IValue value(Object argument) {
    if (argument instanceof PtNDArray array) {
      return IValue.from(array);
    }
    if (argument instanceof List<?> list) {
      return IValue.listFrom(list.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    }
    if (argument instanceof Boolean flag) {
      return IValue.from(flag.booleanValue());
    }
    if (argument instanceof Long number) {
      return IValue.from(number.longValue());
    }
    if (argument instanceof long[] numbers) {
      return IValue.listFrom(numbers);
    }
    if (argument instanceof Double number) {
      return IValue.from(number.doubleValue());
    }
    throw new IllegalArgumentException("TorchScript takes no " + argument.getClass().getName());
  }

  @Override
  public void close() {
    module.close();
    manager.close();
  }
}
