using System.Security.Cryptography;
using System.Text;

namespace BatchWorkflow.Engine.Secrets;

/// <summary>Seals secret outputs with the store's key, so that they can be kept with a run (AES-256-GCM).</summary>
/// <param name="statePath">The folder of the state; the key is its file key.</param>
internal sealed class SealedValues(string statePath)
{
    private const string Prefix = "sealed:v1:";
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly Lock _gate = new();
    private readonly SealingKey _file = new(Path.Combine(statePath, "key"));
    private byte[]? _key;

    /// <summary>How sealed values begin, in bytes.</summary>
    public static ReadOnlySpan<byte> Mark => "sealed:v1:"u8;

    /// <summary>True when a text has the form of a sealed value, as any text may.</summary>
    public static bool HasForm(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Seals a value; the first call makes the store's key.</summary>
    public string Seal(string value)
    {
        byte[] plain = Encoding.UTF8.GetBytes(value);
        byte[] box = new byte[NonceSize + TagSize + plain.Length];
        Span<byte> nonce = box.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using AesGcm cipher = new(Key(create: true), TagSize);
        cipher.Encrypt(nonce, plain, box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), Encoding.ASCII.GetBytes(Prefix));
        CryptographicOperations.ZeroMemory(plain);
        return Prefix + Convert.ToBase64String(box);
    }

    /// <summary>
    /// Opens a sealed value; throws <see cref="FailureException"/> of kind Auth when the key is another one or the text was changed.
    /// </summary>
    public string Open(string sealedText)
    {
        byte[] box = Unpack(sealedText);
        byte[] plain = new byte[box.Length - NonceSize - TagSize];
        using AesGcm cipher = new(Key(create: false), TagSize);
        try
        {
            cipher.Decrypt(
                box.AsSpan(0, NonceSize), box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), plain,
                Encoding.ASCII.GetBytes(Prefix));
        }
        catch (AuthenticationTagMismatchException mismatch)
        {
            throw SealingKey.Refused(
                $"A sealed value does not open with the key in {_file.Path}: the key is not the one that sealed it, or the value was "
                + "changed. Put the store's own key back, or restart the step that made the value.", mismatch);
        }

        return Encoding.UTF8.GetString(plain);
    }

    private static byte[] Unpack(string sealedText)
    {
        if (HasForm(sealedText))
        {
            byte[] box = new byte[sealedText.Length];
            if (Convert.TryFromBase64String(sealedText[Prefix.Length..], box, out int length) && length >= NonceSize + TagSize)
                return box[..length];
        }

        throw SealingKey.Refused(
            "A sealed value is damaged: it does not have the form sealed:v1:… that this version writes. Restart the step that made it.");
    }

    private byte[] Key(bool create)
    {
        lock (_gate)
            return _key ??= _file.Read(create);
    }
}
