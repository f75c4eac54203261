using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using Compensation.Common;

namespace Compensation.Awards;

/// <summary>
/// The descriptions that a reader has come across, by the bytes they are written in: these are looked up and compared as a whole, instead of field by field
/// being understood again. Only what was in order is kept, so there is nothing more to check about it.
/// </summary>
/// <param name="rows">Has read the header.</param>
/// <param name="columns">Those that make up a description.</param>
internal sealed class KnownDescriptions(CsvBlockReader rows, IEnumerable<string> columns)
{
    /// <summary>A few thousand descriptions are usual: dates, kinds, conditions. Those that find no place are read field by field every time.</summary>
    private const int KnownMax = 8000;
    private const int Cells = 1 << 14;

    /// <summary>A key of usual columns takes seven or eight words, one in which every column is filled some twenty.</summary>
    private const int KeyWordsMax = 24;
    private const int WordsMax = 8 * KnownMax;

    /// <summary>Where the columns stand side by side in this file. Six other columns at most stand between them, so that a byte for the length of each fits a word.</summary>
    private readonly (int First, int Last)[] _runs = [.. Runs([.. columns.Select(rows.PositionOf).Where(position => position >= 0).Order()])];
    private readonly ulong[] _key = new ulong[KeyWordsMax];

    /// <summary>The number of a description plus one, where the hash of its key points to or in the next free cell; 0 in free cells, of which there are more than enough.</summary>
    private readonly ushort[] _cells = new ushort[Cells];
    private readonly (PurchaseDescription Description, int Key)[] _known = new (PurchaseDescription, int)[KnownMax];
    private readonly ulong[] _keys = new ulong[WordsMax];
    private int _keyWords;
    private uint _hash;
    private int _count;
    private int _words;

    /// <summary>The description of the current row, or null where it is not known.</summary>
    /// <param name="cell">Where it may be kept (<see cref="Keep"/>); negative where it may not.</param>
    public PurchaseDescription? Find(out int cell)
    {
        if (!rows.IsPlain || !TakeKey())
        {
            cell = -1;
            return null;
        }

        ReadOnlySpan<ulong> key = _key.AsSpan(0, _keyWords);
        cell = (int)(_hash % Cells);
        while (_cells[cell] is > 0 and ushort number)
        {
            ref readonly (PurchaseDescription Description, int Key) known = ref _known[number - 1];
            if (AreSame(key, _keys.AsSpan(known.Key, key.Length)))
            {
                return known.Description;
            }

            cell = (cell + 1) % Cells;
        }

        return null;
    }

    /// <summary>Keeps the current row's description, if there is room.</summary>
    /// <param name="cell">From <see cref="Find"/> of the same row.</param>
    /// <param name="description">Of a row that is in order.</param>
    public void Keep(int cell, PurchaseDescription description)
    {
        if (cell >= 0 && _count < KnownMax && _words + KeyWordsMax <= WordsMax)
        {
            _key.CopyTo(_keys, _words);
            _known[_count++] = (description, _words);
            _cells[cell] = (ushort)_count;
            _words += _keyWords;
        }
    }

    /// <summary>Makes the row's key: the length of each run, then the bytes of each. No row with another description has the same.</summary>
    /// <returns>False where it would be too long.</returns>
    private bool TakeKey()
    {
        Span<ulong> key = _key;
        ulong lengths = 0;
        int words = 1;
        uint hash = 0;
        foreach ((int first, int last) in _runs)
        {
            ReadOnlySpan<byte> run = rows.PlainFields(first, last);
            if (run.Length / sizeof(ulong) >= KeyWordsMax - words)
            {
                return false;
            }

            lengths = (lengths << 8) | (uint)run.Length;
            ulong word;
            for (int start = 0; start < run.Length - sizeof(ulong); start += sizeof(ulong))
            {
                key[words++] = word = BinaryPrimitives.ReadUInt64LittleEndian(run[start..]);
                hash = BitOperations.Crc32C(hash, word);
            }

            key[words++] = word = LastWord(run);
            hash = BitOperations.Crc32C(hash, word);
        }

        key[0] = lengths;
        (_keyWords, _hash) = (words, hash);
        return true;
    }

    /// <summary>Word by word, as the key has just been written: a processor that reads several of its words at once waits until the last is in the cache.</summary>
    private static bool AreSame(ReadOnlySpan<ulong> key, ReadOnlySpan<ulong> known)
    {
        ulong difference = 0;
        for (int word = 0; word < key.Length && word < known.Length; word++)
        {
            difference |= key[word] ^ known[word];
        }

        return difference == 0;
    }

    /// <summary>The last bytes, eight if there are as many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LastWord(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        >= sizeof(ulong) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[^sizeof(ulong)..]),
        >= sizeof(uint) => BinaryPrimitives.ReadUInt32LittleEndian(bytes) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[^sizeof(uint)..]) << 32),
        >= sizeof(ushort) => BinaryPrimitives.ReadUInt16LittleEndian(bytes) | ((ulong)BinaryPrimitives.ReadUInt16LittleEndian(bytes[^sizeof(ushort)..]) << 32),
        1 => bytes[0],
        _ => 0,
    };

    private static IEnumerable<(int First, int Last)> Runs(int[] positions)
    {
        int first = 0;
        for (int next = 1; next <= positions.Length; next++)
        {
            if (next == positions.Length || positions[next] != positions[next - 1] + 1)
            {
                yield return (positions[first], positions[next - 1]);
                first = next;
            }
        }
    }
}
