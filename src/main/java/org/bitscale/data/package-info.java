/**
 * Labelled examples, from where they lie to the batches that a network takes. It needs the JDK only, and knows no
 * network: what a network wants (shape, scaling) comes in as values.
 *
 * <p>{@link org.bitscale.data.DataSources#open} recognises, each in a class of its own:
 *
 * <ul>
 *   <li>MNIST-style IDX files, plain or gzipped, also 4-dimensional (N, H, W, C) ({@code IdxFolder});
 *   <li>the binary files of CIFAR-10 and CIFAR-100 ({@code CifarFolder});
 *   <li>a folder of class folders with JPEG, PNG, BMP or GIF pictures, divided into {@code train/} and {@code test/} or
 *       not ({@code PictureFolder});
 *   <li>NumPy arrays, in an NPZ file or a folder of NPY files ({@code ArrayData});
 *   <li>tables, in a file or a folder with a training and a test part ({@code CsvData});
 *   <li>{@code sample:shapes}, drawn figures of ten classes ({@code SampleShapes}).
 * </ul>
 *
 * <p>What is between is shared: which values they are ({@link org.bitscale.data.ValueKind}), how they come to another
 * shape, how they are split, scaled, augmented and laid into batches.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Values stay bytes in memory and become float batch by batch: a quarter of the memory. Pictures that would fill
 *       more than 512 MiB or an eighth of the memory are decoded when read ({@code PictureFolderTest}). Everything else
 *       is held as a whole, one set in at most a quarter of the memory, which is checked before anything is allocated
 *       ({@code Memory}).
 *   <li>Pictures of 8 bits are scaled by x/255 where nobody says otherwise, other numbers are taken as they are: only of
 *       the former it is known what their largest value means.
 *   <li>Missing values, categories and objects (pickled code) are refused, never guessed or run. Whatever a file's bytes
 *       are, it is read or refused in one line ({@code org.bitscale.fuzz}).
 *   <li>Every reading is deterministic: files are sorted by name, and random choices use an own SplitMix64 that no Java
 *       version can change ({@code SampleShapesTest} pins the bytes, {@code SplitsTest} the splits). Content hashes of
 *       picture folders are over the files, because decoders may differ by a bit.
 *   <li>Pictures that do not have the wanted size are averaged where they shrink and interpolated where they grow, per
 *       axis, and rounded to whole values ({@code ResamplerTest}). Colour profiles and EXIF orientation are not
 *       applied, as is usual in training pipelines.
 *   <li>A folder without splits is divided 80/20 by class with a fixed seed, told in the source text.
 *   <li>Batches are prepared as tasks on a given executor, at most three ahead, in an order that depends on seed and
 *       epoch alone ({@code BatchLoaderTest}). No thread is made here.
 *   <li>What the user can mend is a {@link org.bitscale.data.DataException} of one line; wrong use by code is an
 *       {@link java.lang.IllegalArgumentException}. Opening stops when the thread is interrupted.
 * </ul>
 */
package org.bitscale.data;
