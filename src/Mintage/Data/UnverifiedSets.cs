namespace Mintage.Data;

/// <summary>
/// Catalogue data sets that were not checked against the published files, and are marked as unverified. Image counts,
/// licences and class names are as commonly published. If an MD5 is published (by the authors for Fashion-MNIST and
/// MedMNIST, by torchvision for Kuzushiji-MNIST), downloads are checked against it; the other sets are never
/// downloaded.
/// </summary>
internal static class UnverifiedSets
{
    private const string MedMnistLicence = "CC BY 4.0", NotStated = "not stated";

    /// <summary>All of them, in display order.</summary>
    public static IReadOnlyList<CatalogueEntry> All { get; } =
    [
        LikeMnist("fashion-mnist", "Fashion-MNIST", "Articles of clothing from Zalando's pictures, in 28x28 pixels.",
            "MIT (Zalando SE)",
            "https://github.com/zalandoresearch/fashion-mnist",
            ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"])
            .PublishedAt("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/", ".gz",
                "8d4fb7e6c68d591d4c3dfef9ec88bf0d", "25c81989df183df01b3e8a0aad5dffbe",
                "bef4ecab320f06d8554ea6380940ec79", "bb300cfdad3c16e7a12a480ee83cd310"),
        LikeMnist(
            "kmnist", "Kuzushiji-MNIST",
            "Ten characters of cursive Japanese from classical literature, in 28x28 pixels.", "CC BY-SA 4.0 (CODH)",
            "http://codh.rois.ac.jp/kmnist/index.html.en",
            ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"])
            .PublishedAt("http://codh.rois.ac.jp/kmnist/dataset/kmnist/", ".gz",
                "bdb82020997e1d708af4cf47b453dcf7", "e144d726b3acfaa3e44228e80efcd344",
                "5c965bf0a639b31b8f53240b1b52f4d7", "7320c461ea6c1c855c0b718fb2a4b134"),
        EmnistLetters(),
        Medical("pathmnist", "PathMNIST", "Patches of colorectal cancer tissue under the microscope.",
            "a8b06965200029087d5bd730944a56c1", 3, (89_996, 10_004, 7_180),
            ["adipose", "background", "debris", "lymphocytes", "mucus", "smooth muscle", "normal colon mucosa",
            "cancer-associated stroma", "colorectal adenocarcinoma epithelium"]),
        Medical("dermamnist", "DermaMNIST", "Pigmented skin lesions through the dermatoscope.",
            "0744692d530f8e62ec473284d019b0c7", 3, (7_007, 1_003, 2_005),
            ["actinic keratoses and intraepithelial carcinoma", "basal cell carcinoma", "benign keratosis-like lesions",
            "dermatofibroma", "melanoma", "melanocytic nevi", "vascular lesions"])
            with { Licence = "CC BY-NC 4.0" },
        Medical("octmnist", "OCTMNIST", "Optical coherence tomographs of the retina.",
            "c68d92d5b585d8d81f7112f81e2d0842", 1, (97_477, 10_832, 1_000),
            ["choroidal neovascularization", "diabetic macular edema", "drusen", "normal"]),
        Medical("pneumoniamnist", "PneumoniaMNIST", "Chest X-rays of children.", "28209eda62fecd6e6a2d98b1501bb15f", 1,
            (4_708, 524, 624), ["normal", "pneumonia"]),
        Medical("breastmnist", "BreastMNIST", "Ultrasound images of the breast.", "750601b1f35ba3300ea97c75c52ff8f6", 1,
            (546, 78, 156), ["malignant", "normal, benign"]),
        Medical("bloodmnist", "BloodMNIST", "Single blood cells under the microscope.",
            "7053d0359d879ad8a5505303e11de1dc", 3, (11_959, 1_712, 3_421),
            ["basophil", "eosinophil", "erythroblast", "immature granulocytes", "lymphocyte", "monocyte", "neutrophil",
            "platelet"]),
        Medical("organamnist", "OrganAMNIST", "Organs in axial slices of abdominal computer tomographs.",
            "68e3f8846a6bd62f0c9bf841c0d9eacc", 1, (34_561, 6_491, 17_778),
            ["bladder", "femur-left", "femur-right", "heart", "kidney-left", "kidney-right", "liver", "lung-left",
            "lung-right", "pancreas", "spleen"]),
    ];

    private static CatalogueEntry LikeMnist(
        string name, string title, string description, string licence, string homepage, string[] classNames) => new()
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
        LikeMnist(
            "emnist-letters", "EMNIST letters",
            "Handwritten letters, upper and lower case as one class, in 28x28 pixels.", NotStated
            + " (NIST, Western Sydney University)",
            "https://www.nist.gov/itl/products-and-services/emnist-dataset",
            [.. Enumerable.Range('a', 26).Select(letter => $"{(char)letter}")]) with
        {
            FirstLabel = 1,
            IsTransposed = true,
            Parts =
            [
                Part(DataSplit.Train, 124_800, "emnist-letters-train-images-idx3-ubyte",
                    "emnist-letters-train-labels-idx1-ubyte"),
                Part(DataSplit.Test, 20_800, "emnist-letters-test-images-idx3-ubyte",
                    "emnist-letters-test-labels-idx1-ubyte"),
            ],
        };

    private static CatalogueEntry Medical(string name, string title, string description, string md5, int channels,
        (int Train, int Validation, int Test) counts, string[] classNames) => new CatalogueEntry
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
        }.PublishedAt("https://zenodo.org/records/10519652/files/", "", md5);

    /// <summary>Adds addresses and MD5s, in the order of the files.</summary>
    private static CatalogueEntry PublishedAt(
        this CatalogueEntry entry, string folder, string extension, params string[] md5s)
    {
        var published = entry.Files.Zip(md5s)
            .ToDictionary(
                p => p.First.Name, p => new PublishedFile(new Uri($"{folder}{p.First.Name}{extension}"), p.Second));
        return entry with
        {
            Parts = [
            .. entry.Parts.Select(part =>
            part with { Files = [.. part.Files.Select(file => file with { Published = published[file.Name] })] })]
        };
    }

    private static CataloguePart Part(DataSplit split, int count, params string[] files) =>
        new(split, count, [.. files.Select(file => new CatalogueFile(file, null))]);
}
