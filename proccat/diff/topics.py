"""The official terms of the fields of documents (*tên trường thông tin*)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

KIND_TOPICS: Final[Mapping[str, str]] = MappingProxyType({
    "agency": "Cơ quan", "document": "Văn bản", "programme": "Chương trình",
    "plan": "Phương án đơn giản hóa", "procedure": "Thủ tục hành chính",
    "item": "Nội dung cắt giảm, đơn giản hóa", "observation": "Số liệu thống kê",
    "feedback": "Phản ánh, kiến nghị", "sender": "Người gửi phản ánh, kiến nghị",
    "inspection": "Cuộc kiểm tra",
})  # fmt: skip
"""What a document of each kind is called."""

FIELD_TOPICS: Final[Mapping[str, str]] = MappingProxyType({
    "about": "Đối tượng đơn giản hóa", "aliases": "Tên gọi khác", "amends": "Văn bản được sửa đổi",
    "announcing": "Cơ quan công bố", "authorised": "Cơ quan được ủy quyền",
    "baseline": "Mốc đánh giá", "benefit": "Lợi ích phương án", "case": "Trường hợp",
    "cases": "Trường hợp", "channel": "Hình thức nộp", "code": "Mã số", "codes": "Mã cơ quan",
    "competent": "Cơ quan có thẩm quyền", "components": "Thành phần hồ sơ",
    "coordinating": "Cơ quan phối hợp", "copies": "Số lượng bản sao",
    "copy_of": "Mã thủ tục gốc", "decision": "Quyết định công bố", "description": "Mô tả",
    "document": "Văn bản", "draft": "Mã dự thảo", "due": "Thời hạn thực hiện",
    "effective_on": "Ngày hiệu lực", "ends": "Ngày kết thúc", "executing": "Cơ quan thực hiện",
    "expires_on": "Ngày hết hiệu lực", "extensions": "Thông tin mở rộng",
    "fees": "Phí, lệ phí", "field": "Lĩnh vực", "forms": "Mẫu đơn, tờ khai",
    "goals": "Mục tiêu định tính", "id": "Mã định danh", "issuer": "Cơ quan ban hành",
    "keywords": "Từ khóa", "kind": "Loại hồ sơ", "lead": "Cơ quan chủ trì",
    "legal_bases": "Căn cứ pháp lý", "level": "Cấp thực hiện", "levels": "Cấp thực hiện",
    "limit": "Thời hạn giải quyết", "manners": "Cách thức thực hiện",
    "measures": "Giải pháp đơn giản hóa", "members": "Thủ tục thành phần", "name": "Tên",
    "names": "Tên gọi", "normative": "Tính chất quy phạm pháp luật", "note": "Ghi chú",
    "number": "Số, ký hiệu", "obliged": "Cơ quan có trách nhiệm",
    "online": "Mức độ cung cấp dịch vụ công trực tuyến", "originals": "Số lượng bản chính",
    "parent": "Cơ quan chủ quản", "performers": "Đối tượng thực hiện",
    "plan": "Phương án đơn giản hóa", "product": "Sản phẩm", "programme": "Chương trình",
    "reason": "Lý do", "receiving": "Địa chỉ tiếp nhận hồ sơ", "regulation": "Loại thủ tục",
    "repeals": "Văn bản bị bãi bỏ", "replaces": "Văn bản bị thay thế",
    "required": "Tính bắt buộc của thành phần hồ sơ", "requirements": "Yêu cầu, điều kiện",
    "results": "Kết quả thực hiện", "round": "Đợt rà soát", "scope": "Phạm vi",
    "services": "Dịch vụ công", "sets": "Số lượng bộ hồ sơ", "signed_on": "Ngày ban hành",
    "starts": "Ngày bắt đầu", "steps": "Trình tự thực hiện", "subject_kind": "Loại đối tượng",
    "succession": "Sắp xếp, tổ chức lại", "targets": "Mục tiêu định lượng",
    "type": "Phân loại", "url": "Địa chỉ truy cập",
    "after": "Sau đơn giản hóa", "agency": "Cơ quan", "amount": "Mức thu",
    "articles": "Điều, khoản", "basis": "Căn cứ", "before": "Trước đơn giản hóa",
    "by": "Cơ quan thực hiện", "currency": "Đơn vị tiền tệ", "items": "Số nội dung",
    "metric": "Chỉ tiêu", "on": "Ngày", "quantity": "Số lượng", "raw": "Cách ghi",
    "since": "Từ ngày", "stated": "Tình trạng", "system": "Hệ thống mã", "text": "Nội dung",
    "to": "Cơ quan kế thừa", "unit": "Đơn vị tính", "until": "Đến ngày", "value": "Giá trị",
    "verified": "Đã kiểm chứng", "words": "Diễn giải",
    "against": "So với kỳ", "as_of": "Ngày của số liệu", "change": "Mức tăng, giảm",
    "definition": "Cách tính", "denominator": "Mẫu số", "indicator": "Chỉ tiêu",
    "numerator": "Tử số", "period": "Kỳ số liệu", "qualifier": "Từ chỉ mức độ",
    "assessment": "Báo cáo đánh giá tác động", "opinion": "Ý kiến của cơ quan kiểm soát",
    "address": "Địa chỉ", "answer": "Nội dung trả lời", "content": "Nội dung",
    "email": "Thư điện tử", "feedback": "Phản ánh, kiến nghị", "findings": "Tồn tại, hạn chế",
    "inspected_on": "Ngày kiểm tra", "matter": "Loại phản ánh, kiến nghị",
    "phone": "Số điện thoại", "procedure": "Thủ tục hành chính", "received_on": "Ngày tiếp nhận",
    "remedied_on": "Ngày khắc phục", "what": "Tồn tại, hạn chế",
    "charges": "Phí, lệ phí và chi phí theo quy định", "cost": "Bảng tính chi phí tuân thủ",
    "costs": "Chi phí tuân thủ", "hourly": "Thu nhập bình quân một giờ", "hours": "Số giờ",
    "now": "Hiện tại",
    "outlay": "Chi phí in ấn, đi lại, dịch vụ", "source": "Nguồn số liệu",
    "subjects": "Số đối tượng tuân thủ", "tasks": "Công việc", "times": "Số lần trong năm",
    "yearly": "Chi phí một năm",
})  # fmt: skip
"""What a field is called wherever it occurs, save for :data:`OWN_TOPICS`."""

OWN_TOPICS: Final[Mapping[str, str]] = MappingProxyType({
    "agency.level": "Cấp hành chính", "document.name": "Trích yếu",
    "document.type": "Loại văn bản", "procedure.code": "Mã thủ tục",
    "procedure.name": "Tên thủ tục", "programme.name": "Tên chương trình",
    "plan.name": "Tên phương án", "plan.amends": "Văn bản cần sửa đổi",
    "item.amends": "Văn bản cần sửa đổi", "feedback.about": "Thủ tục hành chính liên quan",
    "feedback.receiving": "Cơ quan tiếp nhận", "inspection.by": "Cơ quan kiểm tra",
})  # fmt: skip
"""What a field of one kind of document is called."""


def topic_of(name: str, kind: str = "") -> str:
    """What a field is called (*tên trường*); its name in code where a newer kind has no term."""
    return OWN_TOPICS.get(f"{kind}.{name}") or FIELD_TOPICS.get(name, name)
