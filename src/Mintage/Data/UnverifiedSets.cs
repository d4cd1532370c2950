namespace Mintage.Data;

/// <summary>
/// Catalogue data sets whose files' hashes are not known: taken by hand only, and marked as unverified. Numbers of images, licences and
/// class names are as commonly published; nobody checked them against the files here.
/// </summary>
internal static class UnverifiedSets
{
    private const string MedMnistLicence = "CC BY 4.0", NotStated = "not stated";

    /// <summary>All of them, in the order in which they are listed.</summary>
    public static IReadOnlyList<CatalogueEntry> All { get; } =
    [
        LikeMnist("fashion-mnist", "Fashion-MNIST", "Articles of clothing from Zalando's pictures, in 28x28 pixels.", "MIT (Zalando SE)",
            "https://github.com/zalandoresearch/fashion-mnist",
            ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]),
        LikeMnist("kmnist", "Kuzushiji-MNIST", "Ten characters of cursive Japanese from classical literature, in 28x28 pixels.", "CC BY-SA 4.0 (CODH)",
            "http://codh.rois.ac.jp/kmnist/index.html.en",
            ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"]),
        EmnistLetters(),
        Usps(),
        Medical("pathmnist", "PathMNIST", "Patches of colorectal cancer tissue under the microscope.", 3, (89_996, 10_004, 7_180),
            ["adipose", "background", "debris", "lymphocytes", "mucus", "smooth muscle", "normal colon mucosa", "cancer-associated stroma", "colorectal adenocarcinoma epithelium"]),
        Medical("dermamnist", "DermaMNIST", "Pigmented skin lesions through the dermatoscope.", 3, (7_007, 1_003, 2_005),
            ["actinic keratoses and intraepithelial carcinoma", "basal cell carcinoma", "benign keratosis-like lesions", "dermatofibroma", "melanoma", "melanocytic nevi", "vascular lesions"])
            with { Licence = "CC BY-NC 4.0" },
        Medical("octmnist", "OCTMNIST", "Optical coherence tomographs of the retina.", 1, (97_477, 10_832, 1_000),
            ["choroidal neovascularization", "diabetic macular edema", "drusen", "normal"]),
        Medical("pneumoniamnist", "PneumoniaMNIST", "Chest X-rays of children.", 1, (4_708, 524, 624), ["normal", "pneumonia"]),
        Medical("breastmnist", "BreastMNIST", "Ultrasound images of the breast.", 1, (546, 78, 156), ["malignant", "normal, benign"]),
        Medical("bloodmnist", "BloodMNIST", "Single blood cells under the microscope.", 3, (11_959, 1_712, 3_421),
            ["basophil", "eosinophil", "erythroblast", "immature granulocytes", "lymphocyte", "monocyte", "neutrophil", "platelet"]),
        Medical("organamnist", "OrganAMNIST", "Organs in axial slices of abdominal computer tomographs.", 1, (34_561, 6_491, 17_778),
            ["bladder", "femur-left", "femur-right", "heart", "kidney-left", "kidney-right", "liver", "lung-left", "lung-right", "pancreas", "spleen"]),
    ];

    private static CatalogueEntry LikeMnist(string name, string title, string description, string licence, string homepage, string[] classNames) => new()
    {
        Name = name,
        Title = title,
        Description = description,
        Height = 28,
        Width = 28,
        Channels = 1,
        ClassNames = classNames,
        Licence = licence,
        Homepage = new(homepage),
        Format = CatalogueFormat.Idx,
        Parts =
        [
            Part(DataSplit.Train, 60_000, "train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
            Part(DataSplit.Test, 10_000, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
        ],
    };

    private static CatalogueEntry EmnistLetters() =>
        LikeMnist("emnist-letters", "EMNIST letters", "Handwritten letters, upper and lower case as one class, in 28x28 pixels.", NotStated + " (NIST, Western Sydney University)",
            "https://www.nist.gov/itl/products-and-services/emnist-dataset", [.. Enumerable.Range('a', 26).Select(letter => $"{(char)letter}")]) with
        {
            FirstLabel = 1,
            IsTransposed = true,
            Parts =
            [
                Part(DataSplit.Train, 124_800, "emnist-letters-train-images-idx3-ubyte", "emnist-letters-train-labels-idx1-ubyte"),
                Part(DataSplit.Test, 20_800, "emnist-letters-test-images-idx3-ubyte", "emnist-letters-test-labels-idx1-ubyte"),
            ],
        };

    private static CatalogueEntry Usps() => new()
    {
        Name = "usps",
        Title = "USPS",
        Description = "Handwritten digits from envelopes of the United States Postal Service, as LIBSVM publishes them (unpack the .bz2 files).",
        Height = 16,
        Width = 16,
        Channels = 1,
        ClassNames = IdxFile.DefaultClassNames(10),
        Licence = NotStated,
        Homepage = new("https://www.csie.ntu.edu.tw/~cjlin/libsvmtools/datasets/multiclass.html"),
        Format = CatalogueFormat.LibSvm,
        FirstLabel = 1,
        Parts = [Part(DataSplit.Train, 7_291, "usps"), Part(DataSplit.Test, 2_007, "usps.t")],
    };

    private static CatalogueEntry Medical(string name, string title, string description, int channels, (int Train, int Validation, int Test) counts, string[] classNames) => new()
    {
        Name = name,
        Title = title,
        Description = $"{description} In 28x28 pixels, of the MedMNIST collection.",
        Height = 28,
        Width = 28,
        Channels = channels,
        ClassNames = classNames,
        Licence = MedMnistLicence,
        Homepage = new("https://medmnist.com/"),
        Format = CatalogueFormat.Npz,
        Parts =
        [
            Part(DataSplit.Train, counts.Train, $"{name}.npz"),
            Part(DataSplit.Validation, counts.Validation, $"{name}.npz"),
            Part(DataSplit.Test, counts.Test, $"{name}.npz"),
        ],
    };

    private static CataloguePart Part(DataSplit split, int count, params string[] files) => new(split, count, [.. files.Select(file => new CatalogueFile(file, null))]);
}
