import Foundation

/// NumPy archives of one array `x` that are damaged or unusual, in Base64.
///
/// They were made byte by byte with Python's `zipfile`: a member that is plain text; one with 8 bytes
/// of values where 24 are announced; one of 2⁴⁰ × 2⁴⁰ values; one that ends within its header; and a
/// sound one of the format 2.0 in Fortran order.
enum DamagedArchives {
  static let magic = decode(
    """
    UEsDBBQAAAAIAAAAIQANabJiGQAAABkAAAAFAAAAeC5ucHnLSM3JyVcozy/KSdFRKMnILFYAopLUihIAUEsBAhQDFAAAAAgA
    AAAhAA1psmIZAAAAGQAAAAUAAAAAAAAAAAAAAIABAAAAAHgubnB5UEsFBgAAAAABAAEAMwAAADwAAAAAAA==
    """)

  static let short = decode(
    """
    UEsDBBQAAAAIAAAAIQDAXhf0SQAAAIgAAAAFAAAAeC5ucHmb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ahrqOgnpZfVFKUmBef
    X5SSChJ3S8wpTgWKF2ckFqQC+RrGOpo6CrUKFAAuBjD4YA8AUEsBAhQDFAAAAAgAAAAhAMBeF/RJAAAAiAAAAAUAAAAAAAAA
    AAAAAIABAAAAAHgubnB5UEsFBgAAAAABAAEAMwAAAGwAAAAAAA==
    """)

  static let huge = decode(
    """
    UEsDBBQAAAAIAAAAIQAjcJjaUwAAAIAAAAAFAAAAeC5ucHmb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ahrqOgnpZfVFKUmBef
    X5SSChJ3S8wpTgWKF2ckFqQC+RqGBpaWpoaGZkbm5uZmOgooXE0dhVoFgoALAFBLAQIUAxQAAAAIAAAAIQAjcJjaUwAAAIAA
    AAAFAAAAAAAAAAAAAACAAQAAAAB4Lm5weVBLBQYAAAAAAQABADMAAAB2AAAAAAA=
    """)

  static let header = decode(
    """
    UEsDBBQAAAAIAAAAIQB1f94TKgAAACgAAAAFAAAAeC5ucHmb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ahrqOgnpZfVFKUmBef
    X5SSCgBQSwECFAMUAAAACAAAACEAdX/eEyoAAAAoAAAABQAAAAAAAAAAAAAAgAEAAAAAeC5ucHlQSwUGAAAAAAEAAQAzAAAA
    TQAAAAAA
    """)

  static let version2 = decode(
    """
    UEsDBBQAAAAIAAAAIQCRwjSZVgAAAKAAAAAFAAAAeC5ucHmb7BfqGxDJxFDCwMBQrZ6SWpxcpG6loG6TZqGuo6Cell9UUpSY
    F59flJIKEg8pKk0FChdnJBakArkaRjoKRpo6CrUK5AIuBjD4YA+hGRwgFAeUFnAAAFBLAQIUAxQAAAAIAAAAIQCRwjSZVgAA
    AKAAAAAFAAAAAAAAAAAAAACAAQAAAAB4Lm5weVBLBQYAAAAAAQABADMAAAB5AAAAAAA=
    """)

  private static func decode(_ text: String) -> Data {
    Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data()
  }
}
