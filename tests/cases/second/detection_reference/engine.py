import torch


def train_one_epoch(model, optimizer, data_loader, device, epoch, print_freq):
    model.train()
    for images, targets in data_loader:
        images = list(image.to(device) for image in images)
        losses = sum(loss for loss in model(images, targets).values())
        optimizer.zero_grad()
        losses.backward()
        optimizer.step()


@torch.no_grad()
def evaluate(model, data_loader, device):
    model.eval()
    results = {}
    for images, targets in data_loader:
        outputs = model(list(img.to(device) for img in images))
        results.update({target["image_id"]: output for target, output in zip(targets, outputs)})
    return results
